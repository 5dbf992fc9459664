package io.nokube.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The files behind `-f`: a file, a directory's YAML and JSON files in the order of their names, or
/// `-`.
final class Files {
  private Files() {}

  /// One file, not yet decoded: only who reads it can say where it is no UTF-8.
  static final class Source {
    private final String name;
    private final byte[] text;

    Source(String name, byte[] text) {
      this.name = name;
      this.text = text;
    }

    String name() {
      return name;
    }

    byte[] text() {
      return text.clone();
    }
  }

  /// @throws CommandFailure if one can't be read
  static List<Source> read(List<String> names, InputStream standardInput) {
    List<Source> sources = new ArrayList<>();
    for (String name : names) {
      if (name.isBlank()) {
        throw CommandFailure.usage("-f needs a file, a directory or -, not \"" + name + "\"");
      }
      try {
        if (name.equals("-")) {
          sources.add(new Source("standard input", standardInput.readAllBytes()));
        } else if (java.nio.file.Files.isDirectory(Path.of(name))) {
          sources.addAll(folder(Path.of(name)));
        } else {
          sources.add(new Source(name, java.nio.file.Files.readAllBytes(Path.of(name))));
        }
      } catch (java.nio.file.NoSuchFileException e) {
        throw CommandFailure.failed("the path \"%s\" does not exist".formatted(name));
      } catch (IOException e) {
        throw CommandFailure.failed("cannot read \"%s\": %s".formatted(name, e.getMessage()));
      }
    }
    return sources;
  }

  private static List<Source> folder(Path folder) throws IOException {
    List<Source> sources = new ArrayList<>();
    try (Stream<Path> files = java.nio.file.Files.list(folder)) {
      for (Path file :
          files.filter(f -> f.toString().matches(".*\\.(ya?ml|json)")).sorted().toList()) {
        sources.add(new Source(file.toString(), java.nio.file.Files.readAllBytes(file)));
      }
    }
    if (sources.isEmpty()) {
      throw CommandFailure.failed("\"%s\" holds no .yaml, .yml or .json file".formatted(folder));
    }
    return sources;
  }
}
