package io.nokube.simulation.time;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// The one source of luck: everything follows from the seed. Each concern draws from a stream of
/// its own, so that one more throw in one place changes nothing in another.
public final class Chance {
  private final SplittableRandom random;

  private Chance(SplittableRandom random) {
    this.random = random;
  }

  public static Chance of(long seed, String concern) {
    return new Chance(new SplittableRandom(mixed(mixed(seed) + concern.hashCode())));
  }

  /// Neighbouring seeds must not be neighbouring states. (The finalizer of SplitMix64.)
  private static long mixed(long seed) {
    long z = (seed ^ (seed >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  public RandomGenerator generator() {
    return random;
  }

  /// From `least` to `most`, both included.
  public long between(long least, long most) {
    return random.nextLong(least, most + 1);
  }

  public int below(int bound) {
    return random.nextInt(bound);
  }

  public boolean in(int percent) {
    return random.nextInt(100) < percent;
  }
}
