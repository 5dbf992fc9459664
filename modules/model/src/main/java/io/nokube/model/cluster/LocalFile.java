package io.nokube.model.cluster;

import io.nokube.model.validation.Field;

/// Files of the machine that runs the command, named by cluster.yaml.
final class LocalFile {
  private LocalFile() {}

  /// What stands there instead of a path may be a key, and is shown to nobody.
  ///
  /// @param what such as `the key's file`
  static void check(Field file, String what) {
    if (file.text().isPresent() && !isOne(file)) {
      file.invalid(
          file.text().filter(text -> text.contains("\n") || text.contains("-----BEGIN")).isPresent()
              ? Passwords.HIDDEN
              : file.shown(),
          wanted(what));
    }
  }

  static boolean isOne(Field file) {
    return file.text().filter(text -> text.startsWith("/") || text.startsWith("~/")).isPresent();
  }

  static String wanted(String what) {
    return "must be the path of %s and begin with / or ~/, so that it means the same wherever the command is run"
        .formatted(what);
  }
}
