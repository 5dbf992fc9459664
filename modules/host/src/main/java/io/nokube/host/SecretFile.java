package io.nokube.host;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.nokube.host.system.RequestFields;
import io.nokube.host.system.StepFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/// Variables that may not stand on a command line: a JSON object of texts in a file that only its
/// owner may read.
final class SecretFile {

  private static final Set<PosixFilePermission> OWNERS =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private static final JsonMapper JSON = new JsonMapper();

  private SecretFile() {}

  /// @throws StepFailure if others may read it, or it is something else; never with its content
  static Map<String, String> read(Path file) {
    try {
      if (!Files.isRegularFile(file)) {
        throw new StepFailure("there is no file " + file, "write it before the agent is started");
      }
      if (!OWNERS.containsAll(Files.getPosixFilePermissions(file))) {
        throw new StepFailure(
            file + " holds secrets but others may read it", "give it the mode 0600");
      }
      var json = JSON.readTree(Files.readString(file));
      if (!json.isObject() || !json.valueStream().allMatch(value -> value.isTextual())) {
        throw new StepFailure(
            file + " isn't a JSON object whose values are texts", "write {\"NAME\":\"value\"}");
      }
      return RequestFields.texts(json);
    } catch (JsonProcessingException e) {
      throw new StepFailure(file + " is no JSON", "write {\"NAME\":\"value\"} into it");
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + file, e);
    }
  }
}
