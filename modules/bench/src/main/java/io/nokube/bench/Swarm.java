package io.nokube.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Docker Swarm on the same hosts, at the settings that make it quickest: a heartbeat each second
/// and no delay before a restart.
///
/// @param hosts with engines that are in no swarm
/// @param all the first three become managers
record Swarm(DeadlyHosts hosts, List<String> all, List<String> workers, int replicas) {
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final int MANAGERS = 3;
  private static final String SETTINGS = "/etc/docker/daemon.json";

  /// Kills a worker's host so many times.
  ///
  /// @return the seconds until all replicas run elsewhere
  Samples deaths(int times) throws IOException, InterruptedException {
    for (String host : all) {
      withoutLiveRestore(host);
    }
    String manager = all.getFirst();
    String address = address(manager);
    hosts.on(manager, "docker", "swarm", "init", "--advertise-addr", address);
    hosts.on(manager, "docker", "swarm", "update", "--dispatcher-heartbeat", "1s");
    for (int i = 1; i < all.size(); i++) {
      String role = i < MANAGERS ? "manager" : "worker";
      String token = hosts.on(manager, "docker", "swarm", "join-token", "-q", role).getFirst();
      hosts.on(all.get(i), "docker", "swarm", "join", "--token", token, address + ":2377");
    }
    String image =
        hosts
            .on(manager, "docker", "image", "inspect", "--format", "{{.Id}}", Workload.IMAGE)
            .getFirst();
    Samples seconds = new Samples();
    for (int i = 0; i < times; i++) {
      String victim = workers.get(i % workers.size());
      hosts.on(
          manager,
          "docker",
          "service",
          "create",
          "--detach",
          "--quiet",
          "--no-resolve-image",
          "--name",
          "s",
          "--replicas",
          "" + replicas,
          "--restart-delay",
          "0s",
          image,
          "sh",
          "-c",
          "trap 'exit 0' TERM; sleep 100000 & wait");
      Waiting.until("the service", LOOK, () -> running(manager, "") == replicas);
      hosts.kill(victim);
      long died = System.nanoTime();
      Waiting.until("the replicas elsewhere", LOOK, () -> running(manager, victim) == replicas);
      seconds.add((System.nanoTime() - died) / 1e9);
      System.out.printf(
          "  Swarm: %s died: its replicas run elsewhere after %.1f s%n", victim, seconds.last());
      hosts.on(manager, "docker", "service", "rm", "s");
      hosts.start(victim);
      Waiting.until("the host to be ready", LOOK, () -> isReady(manager, victim));
    }
    return seconds;
  }

  /// An engine that keeps containers while it is away, as nokube sets it up, can't be in a swarm.
  private void withoutLiveRestore(String host) throws IOException, InterruptedException {
    hosts.on(host, "sed", "-i", "s/\"live-restore\" *: *true/\"live-restore\": false/", SETTINGS);
    hosts.on(host, "sh", "-c", "kill -HUP $(cat /var/run/docker.pid)");
    Waiting.until(
        "the engine to take its changed settings",
        LOOK,
        () ->
            hosts
                .on(host, "docker", "info", "--format", "{{.LiveRestoreEnabled}}")
                .contains("false"));
  }

  private String address(String host) throws IOException, InterruptedException {
    return hosts.on(host, "hostname", "-i").getFirst().split(" ", -1)[0];
  }

  private int running(String manager, String dead) throws IOException, InterruptedException {
    List<String> tasks = new ArrayList<>();
    for (String line :
        hosts.on(
            manager,
            "docker",
            "service",
            "ps",
            "s",
            "--filter",
            "desired-state=running",
            "--format",
            "{{.Node}} {{.CurrentState}}")) {
      if (line.contains(" Running") && (dead.isEmpty() || !line.startsWith(dead + " "))) {
        tasks.add(line);
      }
    }
    return tasks.size();
  }

  private boolean isReady(String manager, String host) throws IOException, InterruptedException {
    return hosts
        .on(manager, "docker", "node", "ls", "--format", "{{.Hostname}} {{.Status}}")
        .contains(host + " Ready");
  }
}
