package io.nokube.agent.config;

import java.net.URI;

/// An absolute URL such as `http://10.0.0.1:2379` or `unix:///var/run/docker.sock`.
public record Url(URI uri) {
  /// @throws IllegalArgumentException if it is none
  public static Url parse(String text) {
    URI uri = URI.create(text);
    if (!uri.isAbsolute()) {
      throw new IllegalArgumentException("\"" + text + "\" is no URL: begin it with its scheme");
    }
    return new Url(uri);
  }

  @Override
  public String toString() {
    return uri.toString();
  }
}
