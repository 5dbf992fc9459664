package io.nokube.model.cluster;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.Optional;

/// A registry at which hosts log in, or whose certificate is of an authority of its own.
public record Registry(
    @JsonPropertyDescription(
            "The registry as images' names begin with it: a name or IPv4 address in small letters,"
                + " and its port if it has one; docker.io for Docker Hub. No two are the same.")
        RegistryHost host,
    @JsonPropertyDescription(
            "Whom the hosts log in as. Needed where the registry wants that, and only then.")
        Optional<String> username,
    @JsonPropertyDescription(
            "The name of an environment variable of this command that holds the password; never"
                + " the password itself. Needed with username and without password_file, and only"
                + " then.")
        Optional<String> passwordEnv,
    @JsonPropertyDescription(
            "The file, on this machine, that holds the password and nothing else; it begins with /"
                + " or ~/. Needed with username and without password_env, and only then.")
        Optional<String> passwordFile,
    @JsonPropertyDescription(
            "The file, on this machine, of the authority that has signed the registry's"
                + " certificate; it begins with / or ~/. Needed for one that hosts don't trust"
                + " already, and only then.")
        Optional<String> caFile) {

  public Registry {
    int passwords = (passwordEnv.isPresent() ? 1 : 0) + (passwordFile.isPresent() ? 1 : 0);
    if (passwords != (username.isPresent() ? 1 : 0)) {
      throw new IllegalArgumentException(
          "username goes with exactly one of password_env and password_file");
    }
    if (username.isEmpty() && caFile.isEmpty()) {
      throw new IllegalArgumentException("a login or ca_file is wanted");
    }
  }

  /// Where the password is, on the machine that runs the command.
  public sealed interface Password {
    /// @param variable the name of the environment variable that holds it
    record Variable(String variable) implements Password {}

    /// @param path absolute, or below `~/`
    record InFile(String path) implements Password {}
  }

  /// Whom to log in as, and by what.
  public record Account(String username, Password password) {}

  /// Empty for one that wants no login.
  public Optional<Account> account() {
    return username.map(name ->
        new Account(
            name,
            passwordEnv
                .<Password>map(Password.Variable::new)
                .or(() -> passwordFile.map(Password.InFile::new))
                .orElseThrow()));
  }
}
