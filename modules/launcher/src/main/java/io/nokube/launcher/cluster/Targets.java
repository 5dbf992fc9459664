package io.nokube.launcher.cluster;

import io.nokube.launcher.CommandFailure;
import io.nokube.launcher.ssh.Secret;
import io.nokube.launcher.ssh.SshTarget;
import io.nokube.model.cluster.ClusterNode;
import io.nokube.model.cluster.HostKey;
import io.nokube.model.cluster.Login;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// How each node of a file is reached from here. Pure but for the environment that it is given.
///
/// @param environment of this process
/// @param home the user's own folder
record Targets(Map<String, String> environment, Path home) {

  static Targets here() {
    return new Targets(System.getenv(), Path.of(System.getProperty("user.home", "/")));
  }

  /// @throws CommandFailure if a variable that the file names isn't there
  SshTarget of(String node, ClusterNode settings) {
    var ssh = settings.ssh();
    return new SshTarget(
        node,
        ssh.address().text(),
        ssh.port(),
        ssh.user(),
        login(node, ssh.login().method()),
        switch (ssh.hostKey()) {
          case HostKey.Pinned(String fingerprint) ->
              new io.nokube.launcher.ssh.HostKey.Pinned(fingerprint);
          case HostKey.KnownHosts() ->
              new io.nokube.launcher.ssh.HostKey.KnownHosts(home.resolve(".ssh/known_hosts"));
        });
  }

  private io.nokube.launcher.ssh.Login login(String node, Login.Method method) {
    return switch (method) {
      case Login.Method.KeyFile(String path) ->
          new io.nokube.launcher.ssh.Login.KeyFile(
              path.startsWith("~/") ? home.resolve(path.substring(2)) : Path.of(path),
              Optional.empty());
      case Login.Method.Agent() ->
          new io.nokube.launcher.ssh.Login.Agent(
              Path.of(variable(node, "SSH_AUTH_SOCK", "start an SSH agent: eval $(ssh-agent)")));
      case Login.Method.PasswordEnv(String name) ->
          new io.nokube.launcher.ssh.Login.Password(
              Secret.of(variable(node, name, "set it to the password of the SSH user")));
    };
  }

  private String variable(String node, String name, String advice) {
    return Optional.ofNullable(environment.get(name))
        .filter(value -> !value.isEmpty())
        .orElseThrow(() ->
            CommandFailure.failed(
                "%s: the environment variable %s is not set: %s".formatted(node, name, advice)));
  }
}
