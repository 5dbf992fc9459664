package io.nokube.launcher.ssh;

import io.nokube.launcher.ssh.SshFailure.Kind;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// How the user who is logged in becomes root.
public enum Become {
  /// Not at all: it is root, or needs not be.
  NONE,
  SUDO;

  /// The command that runs `command` as root.
  public List<String> of(List<String> command) {
    return switch (this) {
      case NONE -> List.copyOf(command);
      case SUDO -> Stream.concat(Stream.of("sudo", "-n"), command.stream()).toList();
    };
  }

  /// Makes sure that it works on this host.
  ///
  /// @throws SshFailure `DENIED` if the user may not
  public void check(SshHost host, Duration deadline) {
    switch (this) {
      case NONE -> {}
      case SUDO -> {
        try (var run = host.exec(of(List.of("true")), deadline)) {
          run.closeInput();
          int code = run.exitCode();
          if (code != 0) {
            throw refused(host.target(), code, run.errors().strip());
          }
        }
      }
    }
  }

  private static SshFailure refused(SshTarget target, int code, String said) {
    return code == 127
        ? new SshFailure(
            Kind.DENIED,
            "%s: there is no sudo on %s (%s)".formatted(target.node(), target.place(), said),
            "Install it there, or log in as root (user: root, become: none).")
        : new SshFailure(
            Kind.DENIED,
            "%s: user %s may not become root on %s without a password (%s)"
                .formatted(target.node(), target.user(), target.place(), said),
            "Add, as root on that host, by `visudo -f /etc/sudoers.d/nokube`, the line: %s ALL=(root) NOPASSWD: ALL"
                .formatted(target.user()));
  }
}
