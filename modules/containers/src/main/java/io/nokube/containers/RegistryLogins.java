package io.nokube.containers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.model.AuthConfig;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/// The node's logins at registries. Their file is read for every pull, so a changed password counts
/// from the next one on: `{"auths":{"registry.example.com:5000":{"username":"…","password":"…"}}}`.
///
/// Source: the form is that of Docker's own `config.json`.
///
/// @param file empty: it has none of its own
record RegistryLogins(Optional<Path> file) {
  private static final ObjectMapper JSON = new ObjectMapper();
  static final String DOCKER_HUB = "docker.io";

  /// The login for an image; empty if its registry has none. Not to be printed.
  ///
  /// @throws Unreadable if nobody can tell
  Optional<AuthConfig> of(ImageName image) throws Unreadable {
    return file.isEmpty()
        ? Optional.empty()
        : Optional.ofNullable(auths(file.get()).get(image.registry()))
            .map(login ->
                new AuthConfig()
                    .withRegistryAddress(address(image.registry()))
                    .withUsername(login.path("username").asText())
                    .withPassword(login.path("password").asText()));
  }

  /// As the engine calls it.
  private static String address(String registry) {
    return registry.equals(DOCKER_HUB) ? AuthConfig.DEFAULT_SERVER_ADDRESS : registry;
  }

  private static JsonNode auths(Path file) throws Unreadable {
    try {
      JsonNode auths = JSON.readTree(Files.readString(file)).path("auths");
      if (auths.isObject()) {
        return auths;
      }
      throw new Unreadable(file, "it has no \"auths\"");
    } catch (JsonProcessingException e) {
      throw new Unreadable(file, "it is no JSON"); // what else the parser says shows the file
    } catch (NoSuchFileException e) {
      throw new Unreadable(file, "there is no such file");
    } catch (AccessDeniedException e) {
      throw new Unreadable(file, "the agent may not read it");
    } catch (IOException e) {
      throw new Unreadable(file, e.toString());
    }
  }

  /// The file isn't as `nokube new-or-update` writes it.
  static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1;

    private Unreadable(Path file, String why) {
      super(
          "the node's logins at registries can't be read from %s: %s; run nokube new-or-update again"
              .formatted(file, why));
    }
  }
}
