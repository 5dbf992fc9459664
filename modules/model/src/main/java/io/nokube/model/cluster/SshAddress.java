package io.nokube.model.cluster;

import io.nokube.model.validation.Addresses;
import java.util.regex.Pattern;

/// An IP address or DNS name of an SSH server.
public record SshAddress(String text) {
  private static final String PART = "[A-Za-z0-9]([-A-Za-z0-9]{0,61}[A-Za-z0-9])?";
  private static final Pattern NAME = Pattern.compile(PART + "(\\." + PART + ")*\\.?");
  private static final Pattern NUMBERS = Pattern.compile("[0-9.]+");

  public SshAddress {
    boolean name =
        text.length() <= 253 && NAME.matcher(text).matches() && !NUMBERS.matcher(text).matches();
    if (!name && Addresses.ip(text).isPresent()) {
      throw new IllegalArgumentException(
          "\""
              + text
              + "\" is no IP address or DNS name: write such as 10.0.0.1 or n1.example.com; user and port have"
              + " keys of their own");
    }
  }

  public static SshAddress parse(String text) {
    return new SshAddress(text);
  }

  @Override
  public String toString() {
    return text;
  }
}
