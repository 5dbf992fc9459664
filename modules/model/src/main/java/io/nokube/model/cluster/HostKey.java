package io.nokube.model.cluster;

import java.util.regex.Pattern;

/// By what a host is known.
public sealed interface HostKey {
  /// By its entry in the user's `~/.ssh/known_hosts`.
  record KnownHosts() implements HostKey {}

  /// By the fingerprint of its key.
  ///
  /// @param fingerprint `SHA256:` and 43 characters of base64, as `ssh-keygen -lf` prints it
  record Pinned(String fingerprint) implements HostKey {
    private static final Pattern FORM = Pattern.compile("SHA256:[A-Za-z0-9+/]{43}");

    public Pinned {
      if (!FORM.matcher(fingerprint).matches()) {
        throw new IllegalArgumentException(
            "\""
                + fingerprint
                + "\" is no host key: write known_hosts, or the fingerprint that ssh-keygen -lf"
                + " /etc/ssh/ssh_host_ed25519_key.pub prints on the host: SHA256: and 43 characters");
      }
    }
  }

  static HostKey parse(String text) {
    return text.equals("known_hosts") ? new KnownHosts() : new Pinned(text);
  }
}
