package io.nokube.host;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Where apt finds binary packages: a mirror, one of its suites and some of its components.
///
/// Read from both formats of sources.list(5): one line an entry, and stanzas (deb822).
record MirrorSource(String uri, String suite, List<String> components) {

  /// The entries of a `.list` file that are in use.
  static List<MirrorSource> ofList(String text) {
    return text.lines()
        .map(line -> line.replaceFirst("#.*", "").strip())
        .filter(line -> line.matches("deb\\s.*"))
        .map(line -> words(line.replaceFirst("deb\\s+(\\[[^]]*])?", "")))
        .filter(words -> words.size() > 2)
        .map(words ->
            new MirrorSource(
                words.get(0), words.get(1), List.copyOf(words.subList(2, words.size()))))
        .toList();
  }

  /// The entries of a `.sources` file that are in use.
  static List<MirrorSource> ofStanzas(String text) {
    var plain = String.join("\n", text.lines().filter(line -> !line.startsWith("#")).toList());
    return Stream.of(plain.split("\n\\s*\n", -1))
        .map(MirrorSource::fields)
        .filter(fields -> words(fields.getOrDefault("types", "")).contains("deb"))
        .filter(fields -> !fields.getOrDefault("enabled", "yes").strip().equals("no"))
        .flatMap(MirrorSource::ofStanza)
        .toList();
  }

  /// Those of `all` that are the distribution's own release `codename`, its updates and its
  /// security fixes; the release itself first.
  static List<MirrorSource> ofRelease(String codename, List<MirrorSource> all) {
    var own = new ArrayList<MirrorSource>();
    for (var suffix : List.of("", "-updates", "-security")) {
      all.stream()
          .filter(source -> source.suite().equals(codename + suffix))
          .filter(source -> source.components().contains("main"))
          .forEach(own::add);
    }
    return own.stream().distinct().toList();
  }

  /// As a line of a `.list` file.
  String line() {
    return "deb %s %s %s".formatted(uri, suite, String.join(" ", components));
  }

  private static Stream<MirrorSource> ofStanza(Map<String, String> fields) {
    var components = words(fields.getOrDefault("components", ""));
    return words(fields.getOrDefault("uris", "")).stream()
        .flatMap(uri ->
            words(fields.getOrDefault("suites", "")).stream()
                .map(suite -> new MirrorSource(uri, suite, components)));
  }

  /// A line that begins with a blank goes on with the field before it.
  private static Map<String, String> fields(String stanza) {
    var fields = new HashMap<String, String>();
    var current = Optional.<String>empty();
    for (var line : stanza.lines().toList()) {
      var colon = line.indexOf(':');
      if (line.startsWith(" ") || line.startsWith("\t")) {
        current.ifPresent(name -> fields.merge(name, line.strip(), (a, b) -> a + " " + b));
      } else if (colon > 0) {
        var name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
        fields.put(name, line.substring(colon + 1).strip());
        current = Optional.of(name);
      }
    }
    return fields;
  }

  private static List<String> words(String text) {
    return Stream.of(text.strip().split("\\s+", -1)).filter(word -> !word.isEmpty()).toList();
  }
}
