package io.nokube.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Hosts of a playground that no other test has, entered as a user would: by the ssh program. Some
/// minutes the first time on a machine, when their image is made; some seconds later.
final class Playground implements AutoCloseable {
  private static final Pattern ADDRESS =
      Pattern.compile("(?m)^ {2}(n\\d+):\\n(?: {4}.*\\n)*? {4}address: (\\S+)$");

  /// Two images of a whole system, on a machine that is busy.
  private static final long MAKING_MINUTES = 25;

  final Nokube nokube;
  final String name;
  final String shown;

  private Playground(Nokube nokube, String name, String shown) {
    this.nokube = nokube;
    this.name = name;
    this.shown = shown;
  }

  /// Ended by [#close].
  ///
  /// @param home of the `nokube` command
  /// @param suffix of the playground's name: small letters and digits
  /// @param options of `nokube playground up`, such as `--hosts 2 --bare n2`
  static Playground up(Path home, String suffix, String... options) {
    Nokube nokube = new Nokube(home);
    String name = "playground-" + suffix;
    try {
      return new Playground(nokube, name, up(nokube, name, options));
    } catch (AssertionError failed) {
      Nokube.Result down = nokube.run("playground", "down", "--name", name);
      if (down.code() != 0) {
        failed.addSuppressed(new AssertionError("playground down: " + down.output()));
      }
      throw failed;
    }
  }

  /// `up` once more: what runs is kept.
  String again(String... options) {
    return up(nokube, name, options);
  }

  private static String up(Nokube nokube, String name, String... options) {
    List<String> command =
        new ArrayList<>(List.of(Nokube.PROGRAM, "playground", "up", "--name", name));
    command.addAll(List.of(options));
    Nokube.Result result = nokube.run(command, MAKING_MINUTES);
    if (result.code() != 0) {
      throw new AssertionError(String.join(" ", command) + ": " + result.output());
    }
    return result.output();
  }

  /// The file for `nokube new-or-update`.
  Path clusterFile() {
    return Path.of(shown.lines().reduce((first, last) -> last).orElseThrow());
  }

  Path folder() {
    return clusterFile().getParent();
  }

  String container(String host) {
    return "nokube-" + name + "-" + host;
  }

  String address(String host) {
    Matcher nodes = ADDRESS.matcher(read(clusterFile()));
    while (nodes.find()) {
      if (nodes.group(1).equals(host)) {
        return nodes.group(2);
      }
    }
    throw new AssertionError(clusterFile() + " has no node " + host);
  }

  /// By which the hosts reach it: the gateway of their network.
  String addressOfThisMachine() {
    return exec("n1", "ip", "-4", "route", "show", "default")
        .getFirst()
        .replaceFirst("default via (\\S+) .*", "$1");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Runs a command on a host by SSH, with the host's key pinned.
  Nokube.Result ssh(String host, String command) {
    return nokube.run(
        List.of("ssh", "-F", folder().resolve("ssh_config").toString(), host, command));
  }

  /// What it printed.
  String sshOk(String host, String command) {
    Nokube.Result result = ssh(host, command);
    if (result.code() != 0) {
      throw new AssertionError("%s: %s: %s".formatted(host, command, result.output()));
    }
    return result.output();
  }

  /// Looks at a host from inside, past SSH: for what a test asserts of it.
  List<String> exec(String host, String... command) {
    List<String> words = new ArrayList<>(List.of("exec", container(host)));
    words.addAll(List.of(command));
    return nokube.docker(words.toArray(String[]::new));
  }

  /// As a reboot: its init ends all and starts all.
  void restart(String host) {
    nokube.docker("restart", container(host));
  }

  /// A machine with an empty disk in its place: of its old self it has the name and the address,
  /// but not SSH's host key, which the cluster's file then names.
  void rebuild(String host) {
    long hosts = ADDRESS.matcher(read(clusterFile())).results().count();
    nokube.docker("rm", "--force", "--volumes", container(host));
    again("--hosts", Long.toString(hosts));
  }

  @Override
  public void close() {
    nokube.ok("playground", "down", "--name", name);
  }
}
