package io.nokube.host;

import io.nokube.host.system.Deadline;
import io.nokube.host.system.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// How this machine's apt reaches its packages: from which sources, through which proxy.
///
/// @param sources all that are in use
/// @param configuration those lines of its configuration that another system needs to reach the
///   same sources
record AptSettings(List<MirrorSource> sources, List<String> configuration) {

  private static final Path FOLDER = Path.of("/etc/apt");
  private static final Pattern REACH =
      Pattern.compile("Acquire::(https?::Proxy(::\\S+)?|Check-Valid-Until|Check-Date) \".+\";");
  private static final Pattern PROXY = Pattern.compile("Acquire::(https?)::Proxy \"(.+)\";");

  static AptSettings look(Deadline deadline) {
    var dump =
        new Program("apt-config", "dump")
            .runSuccessfully(
                deadline.atMost(Duration.ofSeconds(30)), "see that apt works on this machine");
    return new AptSettings(sources(FOLDER), configuration(dump.output()));
  }

  static List<MirrorSource> sources(Path folder) {
    var all = new ArrayList<MirrorSource>();
    try {
      var files = new ArrayList<Path>(List.of(folder.resolve("sources.list")));
      if (Files.isDirectory(folder.resolve("sources.list.d"))) {
        try (Stream<Path> parts = Files.list(folder.resolve("sources.list.d"))) {
          parts.sorted().forEach(files::add);
        }
      }
      for (var file : files) {
        if (Files.isRegularFile(file) && file.toString().endsWith(".list")) {
          all.addAll(MirrorSource.ofList(Files.readString(file)));
        } else if (Files.isRegularFile(file) && file.toString().endsWith(".sources")) {
          all.addAll(MirrorSource.ofStanzas(Files.readString(file)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("reading apt's sources in " + folder, e);
    }
    return List.copyOf(all);
  }

  /// @param dump what `apt-config dump` prints
  static List<String> configuration(String dump) {
    return dump.lines().filter(line -> REACH.matcher(line).matches()).toList();
  }

  /// The proxies as other programs take them: environment variables.
  Map<String, String> proxies() {
    var proxies = new HashMap<String, String>();
    for (var line : configuration) {
      var proxy = PROXY.matcher(line);
      if (proxy.matches() && !proxy.group(2).equals("DIRECT")) {
        proxies.put(proxy.group(1) + "_proxy", proxy.group(2));
      }
    }
    return proxies;
  }
}
