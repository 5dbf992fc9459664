package io.nokube.launcher.ssh;

import java.nio.file.Path;
import java.util.Optional;

/// How this user proves to a host who they are.
public sealed interface Login {

  /// A private key: OpenSSH's, PEM or PuTTY's format; ed25519, ECDSA or RSA.
  record KeyFile(Path file, Optional<Secret> passphrase) implements Login {}

  /// All keys of an SSH agent.
  ///
  /// @param socket what `SSH_AUTH_SOCK` names
  record Agent(Path socket) implements Login {}

  record Password(Secret password) implements Login {}
}
