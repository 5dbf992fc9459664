package io.nokube.model.cluster;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.Optional;
import java.util.stream.Stream;

/// By what a user logs in: exactly one of three. See [#method()].
public record Login(
    @JsonPropertyDescription("The file of a private key on this machine; it begins with / or ~/.")
        Optional<String> keyFile,
    @JsonPropertyDescription("true: the keys of the SSH agent that runs on this machine.")
        Optional<Boolean> agent,
    @JsonPropertyDescription(
            "The name of an environment variable of this command that holds the password; never"
                + " the password itself.")
        Optional<String> passwordEnv) {

  public Login {
    if (Stream.of(keyFile, agent, passwordEnv).filter(Optional::isPresent).count() != 1) {
      throw new IllegalArgumentException(
          "exactly one of key_file, agent and password_env is wanted");
    }
  }

  public sealed interface Method {
    /// @param path absolute, or below `~/`
    record KeyFile(String path) implements Method {}

    record Agent() implements Method {}

    /// @param variable the name of the environment variable that holds the password
    record PasswordEnv(String variable) implements Method {}
  }

  public Method method() {
    return keyFile
        .<Method>map(Method.KeyFile::new)
        .or(() -> passwordEnv.map(Method.PasswordEnv::new))
        .orElseGet(Method.Agent::new);
  }
}
