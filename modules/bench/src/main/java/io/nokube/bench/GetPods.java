package io.nokube.bench;

import java.util.List;

/// `nokube get pods`, as a person starts it, beside the same answer of the API alone.
final class GetPods implements Measurement {
  private static final int RUNS = 20;
  private static final double MOST_MILLIS = 250;

  @Override
  public List<Figure> of(Cluster cluster) throws Exception {
    Api api = cluster.api();
    Samples command = new Samples();
    Samples answer = new Samples();
    for (int run = 0; run < RUNS; run++) {
      command.add(cluster.nokube("get", "pods").seconds() * 1000);
      long began = System.nanoTime();
      api.get(Api.PODS);
      answer.add((System.nanoTime() - began) / 1e6);
    }
    return List.of(
        Figure.most(
                "nokube get pods, whole process, median of " + RUNS,
                command.median(),
                MOST_MILLIS,
                "ms")
            .beside("API %.0f ms".formatted(answer.median())));
  }
}
