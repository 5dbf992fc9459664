package io.nokube.containers;

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

  private static String withoutTag(String name) {
    int colon = name.lastIndexOf(':');
    return colon > name.lastIndexOf('/') ? name.substring(0, colon) : name;
  }
}
