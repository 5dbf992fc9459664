package io.nokube.model.cluster;

import java.net.URI;
import java.net.URISyntaxException;

/// The client URL of a member of etcd: `https://`, a host and a port, and nothing else.
public record EtcdEndpoint(URI uri) {
  public EtcdEndpoint {
    String scheme = String.valueOf(uri.getScheme());
    if (scheme.equals("http")) {
      throw wrong(
          uri.toString(),
          "is not encrypted, and whoever listens could read and write all of the cluster's data:"
              + " have etcd serve TLS (--cert-file, --key-file, --trusted-ca-file,"
              + " --client-cert-auth) and write https://");
    }
    boolean more =
        uri.getRawUserInfo() != null
            || uri.getRawQuery() != null
            || uri.getRawFragment() != null
            || !String.valueOf(uri.getRawPath()).matches("/?");
    if (!scheme.equals("https") || uri.getHost() == null || uri.getPort() < 1 || more) {
      throw form(uri.toString());
    }
    if (uri.getPort() > 65535) {
      throw wrong(uri.toString(), "has a port above 65535");
    }
    uri = URI.create("https://" + uri.getRawAuthority());
  }

  public static EtcdEndpoint parse(String text) {
    try {
      return new EtcdEndpoint(new URI(text));
    } catch (URISyntaxException e) {
      throw form(text);
    }
  }

  private static IllegalArgumentException form(String text) {
    return wrong(
        text, "is no client URL of etcd: write host and port, such as https://10.0.0.5:2379");
  }

  private static IllegalArgumentException wrong(String text, String why) {
    return new IllegalArgumentException("\"" + text + "\" " + why);
  }

  @Override
  public String toString() {
    return uri.toString();
  }
}
