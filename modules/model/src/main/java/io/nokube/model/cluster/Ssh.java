package io.nokube.model.cluster;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/// How a host is reached.
public record Ssh(
    @JsonPropertyDescription(
            "The host's address or DNS name as seen from here. It may differ from the node's"
                + " address, such as behind NAT.")
        SshAddress address,
    @JsonPropertyDescription("The port of the host's SSH server, or of the way to it.") int port,
    @JsonPropertyDescription("The user to log in as.") String user,
    @JsonPropertyDescription(
            "By what the host is known: its key's fingerprint, SHA256:…, or known_hosts for the"
                + " entry in ~/.ssh/known_hosts. No host is trusted unseen.")
        HostKey hostKey,
    @JsonPropertyDescription("Exactly one of key_file, agent and password_env.") Login login,
    @JsonPropertyDescription("How the user becomes root: none, for it is root, or sudo.")
        Become become) {

  public Ssh {
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("port " + port + ": must be between 1 and 65535");
    }
  }

  public enum Become {
    NONE,
    SUDO
  }
}
