package io.nokube.model.cluster;

import java.util.regex.Pattern;

/// A registry, as images' names begin with it: a DNS name or IPv4 address and, where it isn't
/// HTTPS' own, a port.
///
/// Source: https://github.com/distribution/reference: what stands before a name's first slash is a
/// registry if it has a dot or a port, or is `localhost`; all else is Docker Hub's.
public record RegistryHost(String text) {
  /// Docker Hub, whose images' names need not say so.
  public static final String DOCKER_HUB = "docker.io";

  private static final String PART = "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?";
  private static final Pattern FORM = Pattern.compile(PART + "(\\." + PART + ")*(:[0-9]{1,5})?");

  public RegistryHost {
    if (text.contains("://")) {
      throw wrong(
          text,
          "begins with a scheme: write host and port alone, such as registry.example.com:5000");
    }
    if (text.contains("/")) {
      throw wrong(
          text, "has a path: write host and port alone, which count for all images of theirs");
    }
    if (text.equals("index.docker.io")) {
      throw wrong(text, "is Docker Hub: write docker.io, as images' names do");
    }
    if (!FORM.matcher(text).matches() || !hasPort(text)) {
      throw wrong(
          text,
          "is no registry: write a name or IPv4 address in small letters, and its port if it has one, such as"
              + " registry.example.com:5000");
    }
    if (!text.contains(".") && !text.contains(":") && !text.equals("localhost")) {
      throw wrong(
          text,
          "has neither dot nor port, and an image's name that begins so is taken for Docker Hub's: write such"
              + " as registry.example.com or registry:5000");
    }
  }

  private static boolean hasPort(String text) {
    int colon = text.indexOf(':');
    int port = colon < 0 ? 443 : Integer.parseInt(text.substring(colon + 1));
    return port >= 1 && port <= 65535;
  }

  public static RegistryHost parse(String text) {
    return new RegistryHost(text);
  }

  private static IllegalArgumentException wrong(String text, String why) {
    return new IllegalArgumentException("\"" + text + "\" " + why);
  }

  @Override
  public String toString() {
    return text;
  }
}
