package io.nokube.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Waits until what was applied is ready.
public final class Readiness {
  private static final Duration PAUSE = Duration.ofMillis(200);
  private final ApiClient client;

  Readiness(ApiClient client) {
    this.client = client;
  }

  /// @param objects each with `apiVersion`, `kind`, `namespace`, `name`
  /// @throws CommandFailure if they aren't in time, naming one that isn't
  void await(List<JsonNode> objects, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    for (JsonNode object : objects) {
      JsonNode now = read(object);
      while (!ready(now)) {
        if (System.nanoTime() > deadline) {
          throw CommandFailure.failed(
              "%s is not ready after %d s: %s. `nokube events` may tell more."
                  .formatted(ApplyCommand.Applied.name(object), limit.toSeconds(), why(now)));
        }
        pause();
        now = read(object);
      }
    }
  }

  /// What its pods say that aren't ready, else its own status.
  private String why(JsonNode object) {
    JsonNode pods =
        client.get(
            Resource.named("pods")
                .collection(object.path("metadata").path("namespace").asText(), false));
    return Unready.why(object, pods.path("items"))
        .orElseGet(() -> "its status is " + object.path("status"));
  }

  private JsonNode read(JsonNode object) {
    return client.get(
        Resource.named(object.path("kind").asText())
            .object(object.path("namespace").asText(), object.path("name").asText()));
  }

  /// @param otherwise what to say when it isn't so in time
  /// @throws CommandFailure if it isn't
  public static <T> T await(
      Duration limit, Supplier<Optional<T>> look, Supplier<String> otherwise) {
    long deadline = System.nanoTime() + limit.toNanos();
    Optional<T> found = look.get();
    while (found.isEmpty()) {
      if (System.nanoTime() > deadline) {
        throw CommandFailure.failed(
            otherwise.get()
                + " (waited "
                + limit.toSeconds()
                + " s). Run it again when that is mended.");
      }
      pause();
      found = look.get();
    }
    return found.get();
  }

  static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      throw CommandFailure.failed("interrupted");
    }
  }

  static boolean ready(JsonNode object) {
    JsonNode status = object.path("status");
    boolean observed =
        status.path("observedGeneration").asLong()
            >= object.path("metadata").path("generation").asLong();
    return switch (object.path("kind").asText()) {
      case "Deployment" -> {
        int wanted = object.path("spec").path("replicas").asInt();
        yield observed
            && status.path("replicas").asInt() == wanted
            && status.path("updatedReplicas").asInt() == wanted
            && status.path("availableReplicas").asInt() == wanted;
      }
      case "DaemonSet" -> {
        int wanted = status.path("desiredNumberScheduled").asInt();
        yield observed
            && status.path("updatedNumberScheduled").asInt() == wanted
            && status.path("numberAvailable").asInt() == wanted;
      }
      case "Pod" -> {
        boolean ready = false;
        for (JsonNode condition : status.path("conditions")) {
          ready |=
              condition.path("type").asText().equals("Ready")
                  && condition.path("status").asText().equals("True");
        }
        yield ready || status.path("phase").asText().equals("Succeeded");
      }
      default -> true;
    };
  }
}
