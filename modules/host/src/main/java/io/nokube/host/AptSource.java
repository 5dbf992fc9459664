package io.nokube.host;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nokube.host.system.RequestFields;
import io.nokube.host.system.StepFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// From where packages come this time, whatever the machine's own settings say; they stay as they
/// are.
///
/// @param proxy an HTTP proxy
/// @param mirror the address of a Debian or Ubuntu archive: `http://deb.debian.org/debian`
public record AptSource(Optional<String> proxy, Optional<String> mirror) {

  static final AptSource OF_THE_MACHINE = new AptSource(Optional.empty(), Optional.empty());

  private static final Map<String, String> COMPONENTS =
      Map.of("debian", "main", "ubuntu", "main universe");

  static AptSource read(RequestFields fields) {
    return new AptSource(
        url(fields, "proxy", fields.optionalText("proxy")),
        url(fields, "mirror", fields.optionalText("mirror")));
  }

  private static Optional<String> url(RequestFields fields, String name, Optional<String> url) {
    url.filter(text -> !text.matches("https?://\\S+"))
        .ifPresent(text ->
            fields.problem("field `%s` is an http:// address, not \"%s\"".formatted(name, text)));
    return url;
  }

  ObjectNode json() {
    var json = JsonNodeFactory.instance.objectNode();
    proxy.ifPresent(url -> json.put("proxy", url));
    mirror.ifPresent(url -> json.put("mirror", url));
    return json;
  }

  /// apt's options for it, while its files are there.
  ///
  /// @param lists where apt keeps what it was told there is
  record Options(List<String> words, Path lists) {}

  /// Does `work` with apt's options; what they need lies in a folder that is gone afterwards.
  <T> T with(OperatingSystem system, Function<Options, T> work) {
    if (mirror.isEmpty()) {
      return work.apply(new Options(proxies(), Path.of("/var/lib/apt/lists")));
    }
    try {
      var folder = Files.createTempDirectory("nokube-apt-");
      try {
        // apt reads them as a user of its own.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        var sources =
            Files.writeString(
                folder.resolve("sources.list"), sources(mirror.get(), system, keyring()) + "\n");
        var lists = folder.resolve("lists");
        Files.createDirectories(lists.resolve("partial"));
        var words = new ArrayList<>(proxies());
        words.add("--option=Dir::Etc::sourcelist=" + sources);
        words.add("--option=Dir::Etc::sourceparts=/dev/null");
        words.add("--option=Dir::State::lists=" + lists);
        words.add("--option=Dir::Cache::pkgcache=");
        words.add("--option=Dir::Cache::srcpkgcache=");
        words.add("--option=APT::Update::Error-Mode=any");
        words.add("--option=Acquire::Retries=1");
        words.add("--option=Acquire::http::Timeout=20");
        return work.apply(new Options(List.copyOf(words), lists));
      } finally {
        deleteAll(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("telling apt about the mirror " + mirror.get(), e);
    }
  }

  private List<String> proxies() {
    return proxy.stream()
        .flatMap(url ->
            Stream.of(
                "--option=Acquire::http::Proxy=" + url, "--option=Acquire::https::Proxy=" + url))
        .toList();
  }

  /// The line of sources.list(5).
  static String sources(String mirror, OperatingSystem system, Optional<Path> keyring) {
    var signed = keyring.map(file -> "[signed-by=" + file + "] ").orElse("");
    if (system.codename().isEmpty()) {
      throw new StepFailure(
          "%s doesn't say its release's name (VERSION_CODENAME), so no mirror can be used"
              .formatted(system.name()),
          "leave the mirror out, and set the machine's own in /etc/apt");
    }
    return "deb %s%s %s %s"
        .formatted(signed, mirror, system.codename(), COMPONENTS.getOrDefault(system.id(), "main"));
  }

  private static Optional<Path> keyring() {
    return Stream.of("debian-archive-keyring", "ubuntu-archive-keyring")
        .flatMap(name -> Stream.of(name + ".gpg", name + ".pgp"))
        .map(name -> Path.of("/usr/share/keyrings", name))
        .filter(Files::exists)
        .findFirst();
  }

  /// Why apt-get failed, if it says something that is known, with what to do.
  Optional<StepFailure> explained(String output) {
    if (output.contains("No space left on device")
        || output.contains("You don't have enough free space")) {
      return Optional.of(
          new StepFailure(
              "the disk is full: apt-get says\n" + last(output),
              "free some space (apt-get clean, docker system prune), then run this again"));
    }
    var unreachable =
        Stream.of(
                "Failed to fetch",
                "Could not resolve",
                "Could not connect",
                "does not have a Release")
            .anyMatch(output::contains);
    if (unreachable && (mirror.isPresent() || proxy.isPresent())) {
      var what =
          mirror
                  .map(url -> "the package mirror " + url)
                  .orElse("the package sources of this machine")
              + proxy.map(url -> ", by the proxy " + url + ",").orElse("");
      return Optional.of(
          new StepFailure(
              what
                  + " can't be reached, or hasn't this system's packages: apt-get says\n"
                  + last(output),
              "see that this machine reaches it, or name another in the cluster's file"));
    }
    return Optional.empty();
  }

  private static String last(String output) {
    var lines = output.lines().filter(line -> !line.isBlank()).toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 8), lines.size()));
  }

  private static void deleteAll(Path folder) throws IOException {
    try (var all = Files.walk(folder)) {
      for (var each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    }
  }
}
