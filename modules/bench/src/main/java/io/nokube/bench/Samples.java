package io.nokube.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// What was measured of one thing, again and again.
final class Samples {
  private final List<Double> values = new ArrayList<>();

  void add(double value) {
    values.add(value);
  }

  int count() {
    return values.size();
  }

  double last() {
    return values.getLast();
  }

  double median() {
    List<Double> sorted = values.stream().sorted().toList();
    int half = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(half)
        : (sorted.get(half - 1) + sorted.get(half)) / 2;
  }

  /// Each divided by the other's of the same number.
  Samples beside(Samples floors) {
    Samples ratios = new Samples();
    for (int i = 0; i < values.size(); i++) {
      ratios.add(values.get(i) / floors.values.get(i));
    }
    return ratios;
  }

  double worst() {
    return Collections.max(values);
  }

  static Samples of(List<Double> values) {
    Samples samples = new Samples();
    samples.values.addAll(values);
    return samples;
  }
}
