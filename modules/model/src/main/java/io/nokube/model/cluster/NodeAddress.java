package io.nokube.model.cluster;

import io.nokube.model.validation.Addresses;
import java.net.InetAddress;

/// An IP address by which other hosts reach a host.
public record NodeAddress(String text) {
  public NodeAddress {
    if (Addresses.ip(text).isPresent()) {
      throw wrong(text, "is no IP address: write the host's own, such as 10.0.0.1 or 2001:db8::1");
    }
    InetAddress address = InetAddress.ofLiteral(text);
    if (address.isLoopbackAddress()) {
      throw wrong(
          text,
          "is a loopback address, by which each host reaches itself: write the one that the other hosts"
              + " reach");
    }
    if (address.isAnyLocalAddress()) {
      throw wrong(text, "means every address of a host: write the one that the other hosts reach");
    }
    if (address.isMulticastAddress() || text.equals("255.255.255.255")) {
      throw wrong(text, "is many hosts' address: write the host's own");
    }
  }

  public static NodeAddress parse(String text) {
    return new NodeAddress(text);
  }

  private static IllegalArgumentException wrong(String text, String why) {
    return new IllegalArgumentException("\"" + text + "\" " + why);
  }

  /// As it stands in a URL: an IPv6 address in brackets.
  public String inUrl() {
    return text.contains(":") ? "[" + text + "]" : text;
  }

  /// Whether both are the same address, however it is written.
  public boolean isSame(NodeAddress other) {
    return InetAddress.ofLiteral(text).equals(InetAddress.ofLiteral(other.text));
  }

  @Override
  public String toString() {
    return text;
  }
}
