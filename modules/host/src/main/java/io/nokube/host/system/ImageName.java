package io.nokube.host.system;

/// An image's name, taken apart as the Docker Engine API wants it: `registry:5000/team/app:1.2` is
/// the repository `registry:5000/team/app` and the tag `1.2`; without a tag it is `latest`.
public record ImageName(String repository, String tag) {

  /// @throws StepFailure if it names a digest, which can't be chosen for an image that is made
  public static ImageName parse(String name) {
    if (name.contains("@")) {
      throw new StepFailure(
          "an image named by its digest can't be made: " + name, "name it by a tag");
    }
    var colon = name.indexOf(':', name.lastIndexOf('/') + 1);
    return colon < 0
        ? new ImageName(name, "latest")
        : new ImageName(name.substring(0, colon), name.substring(colon + 1));
  }
}
