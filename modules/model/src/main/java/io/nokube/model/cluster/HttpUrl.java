package io.nokube.model.cluster;

import java.net.URI;
import java.net.URISyntaxException;

/// An absolute URL of HTTP or HTTPS.
public record HttpUrl(URI uri) {
  public HttpUrl {
    boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    if (!http || uri.getHost() == null || uri.getQuery() != null || uri.getFragment() != null) {
      throw wrong(uri.toString());
    }
  }

  public static HttpUrl parse(String text) {
    try {
      return new HttpUrl(new URI(text));
    } catch (URISyntaxException e) {
      throw wrong(text);
    }
  }

  private static IllegalArgumentException wrong(String text) {
    return new IllegalArgumentException(
        "\"" + text + "\" is no URL of HTTP: write such as http://10.0.0.9:3142");
  }

  @Override
  public String toString() {
    return uri.toString();
  }
}
