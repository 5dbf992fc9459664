package io.nokube.launcher.playground;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.IntStream;

/// A range of IPv4 addresses, such as `172.30.77.0/24`. Pure.
///
/// @param address its first, as a number
/// @param bits how many bits all of its addresses share
record Subnet(int address, int bits) {
  private static final int FIRST = 77;

  Subnet {
    if (bits < 0 || bits > 32) {
      throw new IllegalArgumentException("no prefix length: " + bits);
    }
    address &= mask(bits);
  }

  /// @param text with or without the length of its prefix: without, it is one address
  static Subnet parse(String text) {
    int slash = text.indexOf('/');
    String digits = slash < 0 ? text : text.substring(0, slash);
    if (!digits.matches("\\d{1,3}(\\.\\d{1,3}){3}")) {
      throw new IllegalArgumentException("no IPv4 subnet: " + text);
    }
    try {
      byte[] bytes = InetAddress.getByName(digits).getAddress();
      int number = 0;
      for (byte each : bytes) {
        number = (number << 8) | (each & 0xff);
      }
      return new Subnet(number, slash < 0 ? 32 : Integer.parseInt(text.substring(slash + 1)));
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("no IPv4 subnet: " + text, e);
    }
  }

  /// The first of 172.30.77.0/24, 172.30.78.0/24 and so on that meets none of `taken`.
  ///
  /// @throws IllegalStateException if there is none
  static Subnet free(List<Subnet> taken) {
    return IntStream.rangeClosed(FIRST, 255)
        .mapToObj(third -> parse("172.30." + third + ".0/24"))
        .filter(subnet -> taken.stream().noneMatch(subnet::overlaps))
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException("all of 172.30.77.0 to 172.30.255.0 is taken"));
  }

  boolean overlaps(Subnet other) {
    int common = mask(Math.min(bits, other.bits));
    return (address & common) == (other.address & common);
  }

  /// Its address of this number, counted from 0.
  String host(int number) {
    return text(address + number);
  }

  @Override
  public String toString() {
    return text(address) + "/" + bits;
  }

  private static int mask(int bits) {
    return bits == 0 ? 0 : -1 << (32 - bits);
  }

  private static String text(int address) {
    return "%d.%d.%d.%d"
        .formatted(address >>> 24, (address >>> 16) & 0xff, (address >>> 8) & 0xff, address & 0xff);
  }
}
