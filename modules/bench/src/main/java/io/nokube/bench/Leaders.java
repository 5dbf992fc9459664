package io.nokube.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The deaths of whoever leads. Another acts once a Deployment that was made meanwhile has its pod.
final class Leaders {
  private static final Duration LOOK = Duration.ofMillis(50);
  private static final String PROBE = "probe";
  private static final String PLAYGROUND_AGENT =
      "/var/lib/nokube/playground-faults/agent/ready.json";

  private final FleetApi api;
  private final DeadlyHosts hosts;
  private final int times;
  private int restarted;

  Leaders(FleetApi api, DeadlyHosts hosts, int times) {
    this.api = api;
    this.hosts = hosts;
    this.times = times;
  }

  /// How many containers were not the same afterwards, though no host of theirs had died.
  int restarted() {
    return restarted;
  }

  interface Settling {
    void settle() throws IOException, InterruptedException;
  }

  Samples agentDeaths() throws IOException, InterruptedException {
    Samples seconds = new Samples();
    for (int i = 0; i < times; i++) {
      List<String> before = Faults.containers(hosts);
      String first = leader();
      String ready = String.join("", hosts.on(first, "cat", PLAYGROUND_AGENT));
      hosts.on(first, "kill", "-KILL", Api.JSON.readTree(ready).path("pid").asText());
      seconds.add(untilAnotherActs(System.nanoTime()));
      System.out.printf(
          "  the leader's agent on %s died: another acts after %.1f s%n", first, seconds.last());
      gone();
      List<String> after = Faults.containers(hosts);
      restarted += (int) before.stream().filter(id -> !after.contains(id)).count();
    }
    return seconds;
  }

  Samples hostDeaths(Settling settling) throws IOException, InterruptedException {
    Samples seconds = new Samples();
    for (int i = 0; i < times; i++) {
      String first = leader();
      hosts.kill(first);
      seconds.add(untilAnotherActs(System.nanoTime()));
      System.out.printf(
          "  the leader's host %s died: another acts after %.1f s%n", first, seconds.last());
      hosts.start(first);
      gone();
      settling.settle();
    }
    return seconds;
  }

  private String leader() throws IOException, InterruptedException {
    String[] leads = {""};
    Waiting.until(
        "a leader",
        LOOK,
        () -> {
          Optional<JsonNode> tree = api.get("/nokube/v1/tree");
          for (JsonNode actor :
              tree.map(it -> it.path("actors")).orElse(Api.JSON.createArrayNode())) {
            if (actor.path("path").asText().equals("kubecontroller")) {
              leads[0] = actor.path("node").asText();
            }
          }
          return !leads[0].isEmpty();
        });
    return leads[0];
  }

  private double untilAnotherActs(long died) throws IOException, InterruptedException {
    Waiting.until(
        "the probe to be accepted",
        LOOK,
        () ->
            api.post(Api.DEPLOYMENTS, Workload.deployment(PROBE, 1, "")).isPresent()
                || api.get(Api.DEPLOYMENTS + "/" + PROBE).isPresent());
    Waiting.until(
        "the probe's pod",
        LOOK,
        () ->
            api.get(Api.PODS + "?labelSelector=app%3D" + PROBE)
                .filter(pods -> !pods.path("items").isEmpty())
                .isPresent());
    return (System.nanoTime() - died) / 1e9;
  }

  /// The probe and all of it.
  private void gone() throws IOException, InterruptedException {
    Waiting.until(
        "the probe to be deleted",
        LOOK,
        () -> api.delete(Api.DEPLOYMENTS + "/" + PROBE).isPresent());
    Waiting.until(
        "the end of the probe's pod",
        LOOK,
        () ->
            api.get(Api.PODS + "?labelSelector=app%3D" + PROBE)
                .filter(pods -> pods.path("items").isEmpty())
                .isPresent());
  }
}
