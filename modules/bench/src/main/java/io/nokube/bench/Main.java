package io.nokube.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// `make bench`: makes a cluster, measures it, prints one table, removes the cluster.
///
/// Arguments: the checkout; which measurements, with commas between (none: all but `clone`, `hosts`
/// and `faults`, which run alone); how often each fault is tried.
public final class Main {
  private static final String QUICKSTART = "quickstart";
  private static final String CLONE = "clone";
  private static final String HOSTS = "hosts";
  private static final String FAULTS = "faults";
  private static final double QUICKSTART_SECONDS = 45;

  /// In the order in which they run: fresh agents first, since the first round takes them as they
  /// are.
  private static final Map<String, Measurement> MEASUREMENTS = measurements();

  private Main() {}

  private static Map<String, Measurement> measurements() {
    Map<String, Measurement> all = new LinkedHashMap<>();
    all.put("fresh", new Deployments(true, 5));
    all.put("warm", new Deployments(false, 4));
    all.put("restart", new Restarts());
    all.put("manifest", new Manifests());
    all.put("get", new GetPods());
    all.put("agent", new Footprint());
    all.put("bus", new Bus());
    return all;
  }

  public static void main(String[] arguments) throws Exception {
    Path checkout = Path.of(arguments[0]);
    List<String> only = arguments.length > 1 ? List.of(arguments[1].split(",")) : List.of();
    List<String> known = new ArrayList<>(MEASUREMENTS.keySet());
    known.addAll(List.of(QUICKSTART, CLONE, HOSTS, FAULTS));
    if (!known.containsAll(only)) {
      System.err.printf("ONLY=%s: choose of %s%n", arguments[1], String.join(",", known));
      System.exit(2);
    }
    System.out.println(load("before"));
    List<Figure> figures;
    try {
      Cluster.requireAlone();
      figures =
          only.equals(List.of(CLONE))
              ? alone(checkout, new BareClone(checkout))
              : only.equals(List.of(HOSTS))
                  ? alone(checkout, new Hosts(checkout))
                  : only.equals(List.of(FAULTS))
                      ? alone(checkout, new Faults(checkout, Integer.parseInt(arguments[2])))
                      : measure(checkout, Set.copyOf(only));
    } catch (IOException e) {
      System.err.println("bench: " + e.getMessage());
      System.exit(1);
      return;
    }
    System.out.println(load("after"));
    System.out.println();
    System.out.print(TextTable.of(figures));
    System.exit(figures.stream().anyMatch(it -> it.verdict() == Figure.Verdict.FAILED) ? 1 : 0);
  }

  /// What makes clusters of its own.
  private static List<Figure> alone(Path checkout, Measurement measurement) throws Exception {
    try (Cluster none = new Cluster(checkout)) {
      return measurement.of(none);
    }
  }

  private static List<Figure> measure(Path checkout, Set<String> only) throws Exception {
    List<Figure> figures = new ArrayList<>();
    try (Cluster cluster = new Cluster(checkout)) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> closed(cluster)));
      double seconds = cluster.quickstart();
      Waiting.rest();
      for (Map.Entry<String, Measurement> each : MEASUREMENTS.entrySet()) {
        if (only.isEmpty() || only.contains(each.getKey())) {
          figures.addAll(measured(each.getKey(), each.getValue(), cluster));
        }
      }
      figures.add(
          Figure.most("quickstart, all installed and built", seconds, QUICKSTART_SECONDS, "s"));
    }
    return figures;
  }

  /// One that fails is a line of the table; the others are measured all the same.
  private static List<Figure> measured(String name, Measurement measurement, Cluster cluster)
      throws InterruptedException {
    long began = System.nanoTime();
    List<Figure> figures;
    try {
      figures = measurement.of(cluster);
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      e.printStackTrace();
      figures = List.of(Figure.failed(name, String.valueOf(e.getMessage())));
    }
    System.out.printf("  %s measured in %.0f s%n", name, (System.nanoTime() - began) / 1e9);
    return figures;
  }

  /// For whoever stops the run by hand; otherwise there is nothing left to do.
  private static void closed(Cluster cluster) {
    try {
      cluster.close();
    } catch (IOException | InterruptedException e) {
      System.err.println("removing the cluster: " + e.getMessage());
    }
  }

  private static String load(String when) throws IOException {
    String averages = Files.readString(Path.of("/proc/loadavg"));
    return "load %s: %s, %d cores"
        .formatted(
            when,
            averages.substring(0, averages.indexOf(' ')),
            Runtime.getRuntime().availableProcessors());
  }
}
