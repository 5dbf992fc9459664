package io.nokube.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.nokube.containers.Visitors;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// `nokube new-or-update` of hosts that have Docker and nothing else of nokube, beside what it
/// stands on: connecting by SSH, copying the same bytes, importing them as an image, starting a
/// container.
///
/// @param checkout with a distribution that is built
record Hosts(Path checkout) implements Measurement {
  private static final List<Integer> COUNTS = List.of(1, 3, 5);
  private static final double MOST_TIMES = 2;
  private static final double MOST_SECONDS_OF_THREE = 60;
  private static final double MOST_AGAIN_OF_FIVE = 10;
  private static final double MOST_GET_MILLIS = 400;
  private static final int GETS = 20;
  private static final String PAGE = "Hello from a ConfigMap";
  private static final int PAGE_PORT = 18080;
  private static final long REQUESTS = 10_000;

  /// @param cluster must not run: this makes others
  @Override
  public List<Figure> of(Cluster cluster) throws Exception {
    List<Figure> figures = new ArrayList<>();
    Path home = Files.createTempDirectory("nokube-bench-hosts");
    for (int count : COUNTS) {
      figures.addAll(of(home, count));
    }
    new Command(Map.of(), checkout, List.of("rm", "-rf", home.toString())).run();
    return figures;
  }

  private List<Figure> of(Path home, int count) throws Exception {
    String name = "playground-bench" + count;
    List<Figure> figures = new ArrayList<>();
    try {
      nokube(home, "playground", "up", "--name", name, "--hosts", "" + count);
      Path folder = home.resolve(name);
      double floor = floor(folder, count);
      String file = folder.resolve("cluster.yaml").toString();
      double ready = nokube(home, "new-or-update", file).seconds();
      figures.add(
          Figure.times("%d prepared hosts -> ready".formatted(count), ready, floor, MOST_TIMES));
      double again = nokube(home, "new-or-update", file).seconds();
      if (count == 3) {
        figures.add(Figure.most("3 prepared hosts -> ready", ready, MOST_SECONDS_OF_THREE, "s"));
        figures.add(get(home));
        figures.add(upgrade(home, folder.resolve("cluster.yaml")));
      }
      if (count == 5) {
        figures.add(Figure.most("5 hosts, nothing to change", again, MOST_AGAIN_OF_FIVE, "s"));
      }
    } finally {
      nokube(home, "playground", "down", "--name", name);
    }
    return figures;
  }

  private Figure get(Path home) throws IOException, InterruptedException {
    Samples samples = new Samples();
    for (int run = 0; run < GETS; run++) {
      samples.add(nokube(home, "get", "pods").seconds() * 1000);
    }
    return Figure.most(
        "nokube get pods over TLS, median of " + GETS, samples.median(), MOST_GET_MILLIS, "ms");
  }

  /// All agents are replaced, one after another, while clients ask for a Deployment's page.
  private Figure upgrade(Path home, Path file) throws IOException, InterruptedException {
    String image =
        "{\"operation\":\"make-image\",\"name\":\"%s\",\"deadlineSeconds\":120}"
            .formatted(Workload.IMAGE);
    nokube(
        home,
        "agent-command",
        Base64.getEncoder().encodeToString(image.getBytes(StandardCharsets.UTF_8)));
    nokube(home, "image", "push", Workload.IMAGE);
    nokube(home, "apply", "-f", checkout.resolve("examples/quickstart").toString(), "--wait");
    Files.writeString(file, Files.readString(file).replace("labels: {}", "labels: {disk: ssd}"));
    try (Visitors visitors = new Visitors(pages(home), PAGE)) {
      nokube(home, "new-or-update", file.toString());
      System.out.printf("  %,d requests while 3 agents were replaced%n", visitors.asked());
      visitors.leaveAfter(REQUESTS);
      if (visitors.failed() > 0) {
        System.out.println("  the first that failed: " + visitors.failure());
      }
      return Figure.noneFailed(
          "requests failed while 3 agents were upgraded",
          visitors.asked(),
          visitors.failed(),
          REQUESTS);
    }
  }

  /// Of the example's web pods, by the addresses of their nodes.
  private List<URI> pages(Path home) throws IOException, InterruptedException {
    String pods = nokube(home, "get", "pods", "-l", "app=web", "-o", "json").output();
    List<URI> pages = new ArrayList<>();
    for (JsonNode pod : Api.JSON.readTree(pods).path("items")) {
      String address = pod.path("status").path("hostIP").asText();
      pages.add(URI.create("http://%s:%d/".formatted(address, PAGE_PORT)));
    }
    return pages;
  }

  /// All hosts side by side, as new-or-update does it.
  private double floor(Path folder, int count)
      throws IOException, InterruptedException, ExecutionException {
    long began = System.nanoTime();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Double>> all = new ArrayList<>();
      for (int i = 1; i <= count; i++) {
        String host = "n" + i;
        all.add(threads.submit(() -> raw(folder.resolve("ssh_config").toString(), host)));
      }
      for (Future<Double> each : all) {
        each.get();
      }
    }
    return (System.nanoTime() - began) / 1e9;
  }

  private double raw(String config, String host) throws IOException, InterruptedException {
    Path dist = checkout.resolve("modules/distribution/target/nokube");
    new Command(
            Map.of(),
            checkout,
            List.of(
                "scp",
                "-q",
                "-r",
                "-F",
                config,
                dist.resolve("host").toString(),
                dist.resolve("runtime").toString(),
                host + ":/root/"))
        .run();
    return new Command(
            Map.of(),
            checkout,
            List.of(
                "ssh",
                "-F",
                config,
                host,
                "mkdir -p raw/bin && mv host runtime raw/ && cp /bin/busybox raw/bin/ && tar -C raw -c ."
                    + " | docker import - raw:1 && docker run -d --net host raw:1 /bin/busybox sleep"
                    + " 100000 && docker rm -f $(docker ps -q) && docker rmi raw:1 && rm -r raw"))
        .run()
        .seconds();
  }

  private Command.Result nokube(Path home, String... words)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(checkout.resolve("nokube").toString()));
    command.addAll(List.of(words));
    return new Command(Map.of("NOKUBE_HOME", home.toString()), checkout, command).run();
  }
}
