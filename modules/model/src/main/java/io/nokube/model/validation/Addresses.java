package io.nokube.model.validation;

import java.net.Inet6Address;
import java.util.Optional;

/// How IP addresses must look. Asks no resolver.
public final class Addresses {
  private Addresses() {}

  /// Why a text is no IP address, in Kubernetes' words; empty if it is one.
  public static Optional<String> ip(String text) {
    return isIpv4(text) || isIpv6(text)
        ? Optional.empty()
        : Optional.of("must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)");
  }

  private static boolean isIpv4(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 4) {
      return false;
    }
    for (String part : parts) {
      boolean number =
          !part.isEmpty()
              && part.length() <= 3
              && part.chars().allMatch(c -> c >= '0' && c <= '9')
              && Integer.parseInt(part) <= 255;
      if (!number || (part.length() > 1 && part.startsWith("0"))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isIpv6(String text) {
    if (!text.contains(":") || text.contains("%") || text.contains("[")) {
      return false;
    }
    try {
      return Inet6Address.ofLiteral(text) != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
