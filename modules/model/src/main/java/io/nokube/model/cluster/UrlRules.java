package io.nokube.model.cluster;

import io.nokube.model.validation.Field;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// URLs of proxies and mirrors. The file is kept in etcd and passed on: none may hold a password.
final class UrlRules {
  private UrlRules() {}

  static void check(Field file) {
    Field packages = file.get("packages");
    checkNoPassword(packages.get("proxy"));
    checkNoPassword(packages.get("mirror"));
    List<String> before = new ArrayList<>();
    for (Field mirror : file.get("images").get("mirrors").items()) {
      checkNoPassword(mirror);
      Optional<String> shown = mirror.text().filter(text -> !Passwords.mayBeIn(text));
      if (shown.isPresent()) {
        checkNoPath(mirror);
        shown.filter(before::contains).ifPresent(_ -> mirror.duplicate(mirror.shown()));
        before.add(shown.get());
      }
    }
  }

  private static void checkNoPassword(Field field) {
    if (url(field).filter(url -> url.getRawUserInfo() != null).isPresent()) {
      field.invalid(
          Passwords.HIDDEN,
          "has a user in it, and this file is no place for passwords: let the server take requests from the"
              + " hosts' addresses");
    }
  }

  /// Source: Docker's `registry-mirrors`, which takes no path.
  private static void checkNoPath(Field mirror) {
    if (url(mirror)
        .map(URI::getRawPath)
        .filter(path -> !path.isEmpty() && !path.equals("/"))
        .isPresent()) {
      mirror.invalid("must end after host and port: Docker's registry mirrors have no path");
    }
  }

  /// Empty if it is missing or none: the schema says so.
  private static Optional<URI> url(Field field) {
    try {
      return field
          .text()
          .filter(text -> !text.equals("none"))
          .map(text -> HttpUrl.parse(text).uri());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
