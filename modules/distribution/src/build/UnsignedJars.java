import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Enumeration;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/// Takes the signatures off the jars of `<dist>/lib` that have some (Bouncy Castle's). OpenJDK asks
/// for none; but it verifies each class of a signed jar when it loads it, reads a list of all of
/// them first, and takes none of them into an AOT cache. Run by the build, from source; not part of
/// nokube.
public final class UnsignedJars {
  public static void main(String[] arguments) throws IOException {
    try (Stream<Path> jars = Files.list(Path.of(arguments[0]).resolve("lib"))) {
      for (Path jar : jars.filter(each -> each.toString().endsWith(".jar")).toList()) {
        if (isSigned(jar)) {
          unsign(jar);
        }
      }
    }
  }

  private static boolean isSigned(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile(), false)) {
      return file.stream().anyMatch(entry -> isSignature(entry.getName()));
    }
  }

  private static boolean isSignature(String name) {
    return name.matches("META-INF/[^/]+\\.(SF|DSA|RSA|EC)");
  }

  private static void unsign(Path jar) throws IOException {
    Path fresh = jar.resolveSibling(jar.getFileName() + ".unsigned");
    try (JarFile from = new JarFile(jar.toFile(), false)) {
      Manifest manifest = from.getManifest();
      manifest.getEntries().clear(); // a digest of each file
      try (JarOutputStream to = new JarOutputStream(Files.newOutputStream(fresh), manifest)) {
        for (Enumeration<JarEntry> all = from.entries(); all.hasMoreElements(); ) {
          JarEntry entry = all.nextElement();
          if (isSignature(entry.getName()) || entry.getName().equals(JarFile.MANIFEST_NAME)) {
            continue;
          }
          JarEntry same = new JarEntry(entry.getName());
          same.setTime(entry.getTime());
          to.putNextEntry(same);
          from.getInputStream(entry).transferTo(to);
          to.closeEntry();
        }
      }
    }
    Files.move(fresh, jar, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
