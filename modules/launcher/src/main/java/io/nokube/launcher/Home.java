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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Where this user's clusters are remembered: `$NOKUBE_HOME`, or `~/.nokube`.
public record Home(Path folder) {

  public static Home ofUser() {
    String chosen = System.getenv("NOKUBE_HOME");
    return new Home(
        chosen == null || chosen.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".nokube")
            : Path.of(chosen));
  }

  /// The file that says how the current cluster is reached: JSON with `cluster`, `apis` (or one,
  /// `api`), `token` and, with HTTPS, `authority`; 0600.
  public Path credentials() {
    return folder.resolve("credentials.json");
  }

  /// The folder of a cluster's kubeconfig and certificates.
  public Path cluster(String name) {
    return folder.resolve("clusters").resolve(name);
  }

  /// How the current cluster is reached.
  ///
  /// @throws CommandFailure if there is none
  public Credentials current() {
    if (!Files.exists(credentials())) {
      throw CommandFailure.failed(
          "no cluster is known here (%s is missing). Make one with `nokube quickstart` or `nokube new-or-update`."
              .formatted(credentials()));
    }
    Map<String, String> fields = new HashMap<>();
    List<String> apis = new ArrayList<>();
    try (JsonParser json = new JsonFactory().createParser(credentials().toFile())) {
      String field = "";
      while (json.nextToken() != null) {
        if (json.currentToken() == JsonToken.FIELD_NAME) {
          field = json.getText();
        } else if (json.currentToken() == JsonToken.VALUE_STRING) {
          if (field.equals("apis") || field.equals("api")) {
            apis.add(json.getText());
          } else {
            fields.put(field, json.getText());
          }
        }
      }
    } catch (IOException e) {
      throw CommandFailure.failed("cannot read %s: %s".formatted(credentials(), e.getMessage()));
    }
    Credentials read =
        new Credentials(
            field(fields, "cluster"),
            apis,
            field(fields, "token"),
            Optional.ofNullable(fields.get("authority")));
    read.problem()
        .ifPresent(problem -> {
          throw CommandFailure.failed(credentials() + " " + problem);
        });
    return read;
  }

  /// Makes this cluster the current one.
  public void remember(Credentials cluster) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("cluster", cluster.cluster());
      json.writeArrayFieldStart("apis");
      for (String api : cluster.apis()) {
        json.writeString(api);
      }
      json.writeEndArray();
      json.writeStringField("token", cluster.token());
      if (cluster.authority().isPresent()) {
        json.writeStringField("authority", cluster.authority().get());
      }
      json.writeEndObject();
      json.flush();
      secret(credentials(), text.toString());
    } catch (IOException e) {
      throw CommandFailure.failed("cannot write %s: %s".formatted(credentials(), e.getMessage()));
    }
  }

  /// Forgets how a cluster is reached, if it is the current one.
  public void forget(String cluster) {
    if (Files.exists(credentials()) && current().cluster().equals(cluster)) {
      delete(credentials());
    }
  }

  /// Writes a file that only its owner may read.
  public static void secret(Path file, String text) throws IOException {
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

  /// @param apis of the heads, any of which will do
  /// @param token never printed
  /// @param authority PEM: whose certificates the heads' APIs show; empty: they speak plain HTTP
  public record Credentials(
      String cluster, List<String> apis, String token, Optional<String> authority) {
    public Credentials {
      apis = List.copyOf(apis);
    }

    /// What makes it useless, as the end of a sentence about where it stands.
    Optional<String> problem() {
      String scheme = authority.isPresent() ? "https:" : "http:";
      if (apis.isEmpty()) {
        return Optional.of("has no \"apis\"");
      }
      return apis.stream()
          .filter(api -> !api.startsWith(scheme))
          .findFirst()
          .map(api ->
              authority.isPresent()
                  ? "has the API " + api + ", which would send the token in the clear"
                  : "has the API " + api + " and no \"authority\" to know it by");
    }

    @Override
    public String toString() {
      return cluster + " at " + String.join(", ", apis);
    }
  }
}
