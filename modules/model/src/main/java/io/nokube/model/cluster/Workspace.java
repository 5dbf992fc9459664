package io.nokube.model.cluster;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// The absolute path of a node's folder on its host.
public record Workspace(String path) {
  private static final Pattern FORM = Pattern.compile("(/[A-Za-z0-9._+@-]+)+");

  /// Made by the kernel: nothing stays there.
  private static final List<String> KERNEL = List.of("/dev", "/proc", "/sys");

  private static final Set<String> DOTS = Set.of(".", "..");
  private static final List<String> EMPTIED = List.of("/tmp", "/run", "/var/run", "/var/lock");

  /// Of Debian's own: a node's folder is its alone, and nobody else may look into it.
  private static final Set<String> SYSTEM =
      Set.of(
          "/bin",
          "/boot",
          "/etc",
          "/home",
          "/lib",
          "/lib32",
          "/lib64",
          "/media",
          "/mnt",
          "/opt",
          "/root",
          "/sbin",
          "/srv",
          "/usr",
          "/usr/local",
          "/var",
          "/var/cache",
          "/var/lib",
          "/var/lib/docker",
          "/var/log",
          "/var/tmp");

  public Workspace {
    if (!path.startsWith("/")) {
      throw wrong(path, "is no absolute path: begin it with a slash, such as /var/lib/nokube/demo");
    }
    if (path.equals("/")) {
      throw wrong(
          path, "is the host's root: take a folder of its own, such as /var/lib/nokube/demo");
    }
    if (!FORM.matcher(path).matches()
        || List.of(path.split("/", -1)).stream().anyMatch(DOTS::contains)) {
      throw wrong(
          path,
          "is no plain path: use letters, digits and . _ + @ - between single slashes, no '.' or '..', and no"
              + " slash at the end");
    }
    if (isBelow(KERNEL, path)) {
      throw wrong(path, "is the kernel's, where no file stays: take such as /var/lib/nokube/demo");
    }
    if (isBelow(EMPTIED, path)) {
      throw wrong(path, "is emptied by a reboot: take such as /var/lib/nokube/demo");
    }
    if (SYSTEM.contains(path)) {
      throw wrong(path, "is the system's own folder: take one below it");
    }
  }

  public static Workspace parse(String text) {
    return new Workspace(text);
  }

  private static boolean isBelow(List<String> folders, String path) {
    return folders.stream()
        .anyMatch(folder -> path.equals(folder) || path.startsWith(folder + "/"));
  }

  private static IllegalArgumentException wrong(String text, String why) {
    return new IllegalArgumentException("\"" + text + "\" " + why);
  }

  /// The path of what lies in it.
  ///
  /// @param name relative, such as `tls/ca.crt`
  public String file(String name) {
    return path + "/" + name;
  }

  @Override
  public String toString() {
    return path;
  }
}
