package io.nokube.kinds.testing;

import org.quicktheories.QuickTheory;

/// Random states by the hundred thousand, the same in every run; another run's by
/// `-Dnokube.seed=<number>`.
public final class Property {
  private static final int STATES = 100_000;
  private static final long SEED = Long.getLong("nokube.seed", 20260101);

  private Property() {}

  public static QuickTheory property() {
    return QuickTheory.qt()
        .withFixedSeed(SEED)
        .withExamples(STATES)
        .withShrinkCycles(2_000)
        .withTestingTime(5, java.util.concurrent.TimeUnit.MINUTES);
  }
}
