package io.nokube.launcher;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Where this user's clusters are remembered: `$NOKUBE_HOME`, or `~/.nokube`.
public record Home(Path folder) {

  public static Home ofUser() {
    String chosen = System.getenv("NOKUBE_HOME");
    return new Home(
        chosen == null ? Path.of(System.getProperty("user.home"), ".nokube") : Path.of(chosen));
  }

  /// The file that says how the current cluster is reached: JSON with `cluster`, `api`, `token`,
  /// 0600.
  Path credentials() {
    return folder.resolve("credentials.json");
  }

  /// How the current cluster is reached.
  ///
  /// @throws CommandFailure if there is none
  Credentials current() {
    if (!Files.exists(credentials())) {
      throw CommandFailure.failed(
          "no cluster is known here (%s is missing). Make one with `nokube quickstart`."
              .formatted(credentials()));
    }
    Map<String, String> fields = new HashMap<>();
    try (JsonParser json = new JsonFactory().createParser(credentials().toFile())) {
      while (json.nextToken() != null) {
        if (json.currentToken() == JsonToken.VALUE_STRING) {
          fields.put(json.currentName(), json.getText());
        }
      }
    } catch (IOException e) {
      throw CommandFailure.failed("cannot read %s: %s".formatted(credentials(), e.getMessage()));
    }
    return new Credentials(field(fields, "cluster"), field(fields, "api"), field(fields, "token"));
  }

  /// Makes this cluster the current one.
  void remember(Credentials cluster) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("cluster", cluster.cluster());
      json.writeStringField("api", cluster.api());
      json.writeStringField("token", cluster.token());
      json.writeEndObject();
      json.flush();
      secret(credentials(), text.toString());
    } catch (IOException e) {
      throw CommandFailure.failed("cannot write %s: %s".formatted(credentials(), e.getMessage()));
    }
  }

  /// Writes a file that only its owner may read.
  static void secret(Path file, String text) throws IOException {
    Path fresh =
        Files.createTempFile(
            file.getParent(),
            file.getFileName().toString(),
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(fresh, text);
    Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
  }

  /// Deletes a file or folder and what is in it; links are removed, not followed.
  public static void delete(Path path) {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> all = Files.walk(path)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    } catch (IOException e) {
      throw CommandFailure.failed("cannot remove " + path + ": " + e.getMessage());
    }
  }

  private String field(Map<String, String> fields, String name) {
    return Optional.ofNullable(fields.get(name))
        .orElseThrow(
            () -> CommandFailure.failed("%s has no \"%s\"".formatted(credentials(), name)));
  }

  /// @param token never printed
  record Credentials(String cluster, String api, String token) {
    @Override
    public String toString() {
      return cluster + " at " + api;
    }
  }
}
