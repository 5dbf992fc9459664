package io.nokube.containers;

import java.util.Locale;

/// An image's name, cut as the engine's pull wants it. Without a tag it is `latest`; the engine
/// itself would pull every tag.
record ImageName(String repository, String tag) {

  static ImageName of(String image) {
    int digest = image.indexOf('@');
    if (digest >= 0) {
      String named = image.substring(0, digest);
      return new ImageName(withoutTag(named), image.substring(digest + 1));
    }
    int colon = image.lastIndexOf(':');
    return colon > image.lastIndexOf('/')
        ? new ImageName(image.substring(0, colon), image.substring(colon + 1))
        : new ImageName(image, "latest");
  }

  /// The registry it comes from, such as `docker.io` or `registry.example.com:5000`.
  ///
  /// Source: https://github.com/distribution/reference, splitDockerDomain.
  String registry() {
    int slash = repository.indexOf('/');
    String first = slash < 0 ? "" : repository.substring(0, slash);
    boolean host =
        first.contains(".")
            || first.contains(":")
            || first.equals("localhost")
            || !first.equals(first.toLowerCase(Locale.ROOT));
    return host && !first.equals("index.docker.io") ? first : RegistryLogins.DOCKER_HUB;
  }

  private static String withoutTag(String name) {
    int colon = name.lastIndexOf(':');
    return colon > name.lastIndexOf('/') ? name.substring(0, colon) : name;
  }
}
