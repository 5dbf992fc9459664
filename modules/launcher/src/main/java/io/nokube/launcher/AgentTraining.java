package io.nokube.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import io.nokube.launcher.QuickstartPlan.Member;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes the agents' AOT caches, once for each distribution: a cluster of a head and a worker runs
/// for as long as pods take to start and to end on both, while their JVMs record what they load.
/// With them an agent starts in less than half of the time and holds a sixth less memory. One for
/// each role: all of a cache is in memory, and a worker doesn't need what a head does.
///
/// @param dist the distribution that gets the cache
/// @param folder of the cluster while it is there
record AgentTraining(Path dist, Path folder, HostCommand host) {
  private static final String NAMESPACE = "default";
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final List<Member> MEMBERS = QuickstartPlan.MEMBERS.subList(0, 2);
  private static final String MANIFEST =
      """
      {apiVersion: v1, kind: ConfigMap, metadata: {name: training}, data: {page: text}}
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: training}
      spec:
        selector: {matchLabels: {app: training}}
        template:
          metadata: {labels: {app: training}}
          spec:
            nodeSelector: {kubernetes.io/hostname: %1$s}
            terminationGracePeriodSeconds: 0
            volumes: [{name: page, configMap: {name: training}}]
            containers:
              - name: main
                image: %2$s
                command: [sh, -c, "cat /page/page; sleep 100000"]
                volumeMounts: [{name: page, mountPath: /page}]
      ---
      apiVersion: apps/v1
      kind: DaemonSet
      metadata: {name: training}
      spec:
        selector: {matchLabels: {app: everywhere}}
        template:
          metadata: {labels: {app: everywhere}}
          spec:
            terminationGracePeriodSeconds: 0
            containers: [{name: main, image: %2$s, command: [sleep, "100000"]}]
      """
          .formatted(MEMBERS.getLast().name(), QuickstartPlan.IMAGE);

  private Path cache(Member member) {
    return dist.resolve(member.role() + ".aot");
  }

  private boolean done() {
    return MEMBERS.stream().map(this::cache).allMatch(java.nio.file.Files::exists);
  }

  /// Needs Docker, etcd and the example's image.
  void unlessDone(Steps steps) {
    if (done()) {
      return;
    }
    if (!java.nio.file.Files.isWritable(dist)) {
      steps.note("agents' AOT caches", "none: " + dist + " can't be written");
      return;
    }
    long started = System.nanoTime();
    train();
    if (!done()) {
      throw CommandFailure.failed("the JVM made no AOT caches in " + dist);
    }
    steps.done(
        "agents' AOT caches", "made in %.1fs".formatted((System.nanoTime() - started) / 1e9));
  }

  private void train() {
    QuickstartPlan plan = new QuickstartPlan(folder);
    QuickstartCluster cluster = new QuickstartCluster(plan, host, dist);
    try {
      cluster.etcd();
      runPods(
          new ApiClient(
              cluster.agents(
                  MEMBERS, member -> Map.of("NOKUBE_AOT_OUTPUT", cache(member).toString()))));
    } finally {
      // The agent's end writes the cache.
      PrintStream unheard =
          new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
      new QuickstartClean(plan, new Home(folder), host)
          .cluster(new Steps(new Terminal(unheard, unheard, false)));
    }
  }

  private static void runPods(ApiClient client) {
    Files.Source manifest = new Files.Source("training", MANIFEST.getBytes(StandardCharsets.UTF_8));
    ApplyCommand.Applied applied = ApplyCommand.Applied.by(client, manifest, NAMESPACE, false);
    if (applied.code() >= 300) {
      throw applied.failure();
    }
    List<JsonNode> objects = new ArrayList<>();
    applied.results().forEach(objects::add);
    new Readiness(client).await(objects, LIMIT);
    for (String plural : List.of("deployments", "daemonsets")) {
      client
          .send("DELETE", Resource.named(plural).object(NAMESPACE, "training"), Map.of(), "")
          .orFail();
    }
    String pods = Resource.named("pods").collection(NAMESPACE, false);
    Readiness.await(
        LIMIT,
        () -> Optional.of(client.get(pods)).filter(left -> left.path("items").isEmpty()),
        () -> "the pods of the agents' training do not end");
  }
}
