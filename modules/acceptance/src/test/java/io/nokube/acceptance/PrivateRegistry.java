package io.nokube.acceptance;

import io.nokube.containers.DockerRegistry;
import io.nokube.etcd.process.TestAuthority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A registry on this machine that hosts reach, with one image: it speaks TLS, under an authority
/// that no host knows, and wants a login.
final class PrivateRegistry implements AutoCloseable {
  private static final String USER = "robot";
  private static final String REPOSITORY = "/team/busybox";

  private final DockerRegistry registry;
  private final Path home;
  private final List<String> passwords = new ArrayList<>();

  private PrivateRegistry(DockerRegistry registry, Path home, String password) {
    this.registry = registry;
    this.home = home;
    this.passwords.add(password);
  }

  /// @param image of this machine's engine
  /// @param home takes the files that a cluster's file names
  static PrivateRegistry with(String image, Playground playground, Path home) throws IOException {
    String password = password();
    Path folder = Files.createDirectory(home.resolve("registry"));
    fill(folder, image, password, playground.nokube);
    String address = playground.addressOfThisMachine();
    TestAuthority authority = TestAuthority.named("registry");
    authority.issue("registry", address).write(home, "registry");
    Files.writeString(home.resolve("registry-ca.crt"), authority.certificatePem());
    Files.writeString(home.resolve("registry.password"), password + "\n");
    return new PrivateRegistry(
        DockerRegistry.secured(
            folder,
            address,
            home.resolve("registry.crt"),
            home.resolve("registry.key"),
            USER,
            password),
        home,
        password);
  }

  private static String password() {
    return "swordfish-" + Long.toHexString(System.nanoTime());
  }

  /// By way of the loopback, where this machine's engine asks for no authority.
  private static void fill(Path folder, String image, String password, Nokube nokube)
      throws IOException {
    try (DockerRegistry open = DockerRegistry.onLoopback(folder, USER, password)) {
      String own = open.host() + REPOSITORY;
      String config = Files.createDirectory(folder.resolve("docker")).toString();
      nokube.docker("tag", image, own);
      nokube.docker("--config", config, "login", "-u", USER, "-p", password, open.host());
      nokube.docker("--config", config, "push", own);
      nokube.docker("rmi", own);
    }
  }

  /// The `images` of a cluster's file that names it.
  String settings() {
    return """
    images:
      mirrors: []
      registries:
        - host: "%1$s"
          username: %2$s
          password_file: "%3$s/registry.password"
          ca_file: "%3$s/registry-ca.crt"
    """
        .formatted(registry.host(), USER, home);
  }

  String image() {
    return registry.host() + REPOSITORY;
  }

  /// All that it ever took.
  List<String> passwords() {
    return List.copyOf(passwords);
  }

  /// The file that the cluster's file names holds it, too.
  void takesAnotherPassword() {
    String password = password();
    passwords.add(password);
    registry.takes(USER, password);
    try {
      Files.writeString(home.resolve("registry.password"), password + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    registry.close();
  }
}
