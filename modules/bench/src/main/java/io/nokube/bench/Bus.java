package io.nokube.bench;

import io.nokube.vertx.etcd.BusBenchmark;
import java.util.ArrayList;
import java.util.List;

/// The event bus on etcd beside the one on Hazelcast: `make bench-bus`, with fewer rounds.
final class Bus implements Measurement {
  private static final int ROUNDS = 5;
  private static final double REGISTER_SECONDS = 1.5;
  private static final double LEAST = 0.9;

  @Override
  public List<Figure> of(Cluster cluster) throws Exception {
    BusBenchmark.Result result = BusBenchmark.measure(ROUNDS);
    List<Figure> figures = new ArrayList<>();
    BusBenchmark.Registrations registrations = result.registrations();
    figures.add(
        Figure.most(
                "vertx-etcd: %,d addresses registered".formatted(registrations.addresses()),
                Samples.of(registrations.etcd()).median(),
                REGISTER_SECONDS,
                "s")
            .beside("Hazelcast " + Figure.seconds(Samples.of(registrations.hazelcast()).median())));
    for (BusBenchmark.Requests each : result.requests()) {
      figures.add(
          new Figure(
              "… request/reply of two JVMs, %d outstanding".formatted(each.outstanding()),
              "%,.0f/s".formatted(each.etcd()),
              "Hazelcast %,.0f/s".formatted(each.hazelcast()),
              "%.2f x".formatted(each.ratio()),
              ">= %.2f x".formatted(LEAST),
              Figure.Verdict.of(each.ratio() >= LEAST)));
    }
    return figures;
  }
}
