package io.nokube.host;

import io.nokube.host.system.Deadline;
import io.nokube.host.system.EngineSocket;
import io.nokube.host.system.ImageName;
import io.nokube.host.system.Program;
import io.nokube.host.system.StepFailure;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// An image of a name, had from where it can be: it is there, a registry has it, or it is made of
/// this machine's static busybox.
record Image(String name, EngineSocket engine) {

  /// How an image came to be there.
  enum Origin {
    PRESENT,
    PULLED,
    IMPORTED
  }

  /// @param pull how long to try a registry; nothing: not at all
  Origin ensure(Optional<Duration> pull, Deadline deadline) {
    if (isPresent(deadline)) {
      return Origin.PRESENT;
    }
    if (pull.isPresent() && pulls(deadline.atMost(pull.get())) && isPresent(deadline)) {
      return Origin.PULLED;
    }
    importBusybox(deadline);
    return Origin.IMPORTED;
  }

  boolean isPresent(Deadline deadline) {
    try {
      var answer = engine.get("/images/" + name + "/json", deadline);
      return switch (answer.status()) {
        case 200 -> true;
        case 404 -> false;
        default -> throw refused("looking for", answer);
      };
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  /// Its failure is expected where no registry is reachable, and the import follows.
  private boolean pulls(Deadline deadline) {
    try {
      var reference = ImageName.parse(name);
      var resource =
          query(
              "/images/create",
              Map.of("fromImage", reference.repository(), "tag", reference.tag()));
      return engine.post(resource, new byte[0], deadline).succeeded();
    } catch (IOException noRegistry) {
      return false;
    }
  }

  private void importBusybox(Deadline deadline) {
    var busybox =
        Program.find("busybox")
            .orElseThrow(() ->
                new StepFailure(
                    "the image " + name + " can't be made: busybox isn't installed",
                    "install the package busybox-static"));
    var applets =
        new Program(busybox.toString(), "--list")
            .runSuccessfully(deadline, "install the package busybox-static");
    var tar = BusyboxImage.tar(busybox, applets.output().lines().toList());
    var reference = ImageName.parse(name);
    var resource =
        query(
            "/images/create",
            Map.of(
                "fromSrc",
                "-",
                "repo",
                reference.repository(),
                "tag",
                reference.tag(),
                "message",
                "made by nokube of this machine's static busybox",
                "changes",
                "CMD [\"sh\"]"));
    try {
      var answer = engine.post(resource, tar, deadline);
      if (!answer.succeeded() || answer.body().contains("\"errorDetail\"")) {
        throw refused("importing", answer);
      }
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  private static String query(String path, Map<String, String> parameters) {
    return new TreeMap<>(parameters)
        .entrySet().stream()
            .map(p -> p.getKey() + "=" + URLEncoder.encode(p.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&", path + "?", ""));
  }

  private StepFailure refused(String doing, EngineSocket.Answer answer) {
    return new StepFailure(
        "%s the image %s: the Docker engine says %d: %s"
            .formatted(doing, name, answer.status(), answer.body().strip()),
        "see that the image's name is right and the engine's disk isn't full");
  }

  private StepFailure unreachable(IOException e) {
    return new StepFailure(
        "the Docker engine at %s does not answer: %s".formatted(engine.path(), e.getMessage()),
        "have it started first (prepare-machine with docker: true)",
        e);
  }
}
