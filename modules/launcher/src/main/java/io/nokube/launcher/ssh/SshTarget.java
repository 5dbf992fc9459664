package io.nokube.launcher.ssh;

/// A host, where its sshd listens, and how both sides prove who they are.
///
/// @param node what the cluster's file calls it: each message begins with it
/// @param address a name or an IP address
public record SshTarget(
    String node, String address, int port, String user, Login login, HostKey hostKey) {

  /// As a message names it.
  String there() {
    return user + "@" + place();
  }

  /// `10.0.0.1:22`, `[fd00::1]:22`
  String place() {
    return (address.contains(":") ? "[" + address + "]" : address) + ":" + port;
  }
}
