package io.nokube.bench;

import java.util.Locale;

/// A line of the table.
///
/// @param measured of nokube
/// @param floor what it is compared with, measured in the same run; empty if there is none
/// @param against how the two compare
/// @param target what to reach
record Figure(
    String what, String measured, String floor, String against, String target, Verdict verdict) {

  enum Verdict {
    OK,
    OVER,
    FAILED;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Verdict of(boolean reached) {
      return reached ? OK : OVER;
    }
  }

  /// Seconds that may be so many times the floor's.
  static Figure times(String what, double seconds, double floor, double most) {
    return times(what, seconds, floor, seconds / floor, most);
  }

  /// As the other, each sample beside the floor that was measured right after it: the median of the
  /// ratios, for a machine that others share is now faster, now slower.
  static Figure times(String what, Samples seconds, Samples floors, double most) {
    return times(what, seconds.median(), floors.median(), seconds.beside(floors).median(), most);
  }

  private static Figure times(
      String what, double seconds, double floor, double ratio, double most) {
    return new Figure(
        what,
        seconds(seconds),
        seconds(floor),
        "%.2f x".formatted(ratio),
        "<= %.2f x".formatted(most),
        Verdict.of(ratio <= most));
  }

  /// Something that may not be more than so much, whatever else.
  static Figure most(String what, double value, double most, String unit) {
    return new Figure(
        what, amount(value, unit), "", "", "<= " + amount(most, unit), Verdict.of(value <= most));
  }

  /// Of so many requests at least, none may fail.
  static Figure noneFailed(String what, long asked, long failed, long least) {
    return new Figure(
        what,
        "%,d of %,d".formatted(failed, asked),
        "",
        "",
        "0 of >= %,d".formatted(least),
        Verdict.of(failed == 0 && asked >= least));
  }

  Figure beside(String shown) {
    return new Figure(what, measured, shown, against, target, verdict);
  }

  static Figure failed(String what, String why) {
    return new Figure(what, "", "", why, "", Verdict.FAILED);
  }

  static String seconds(double seconds) {
    return seconds < 1 ? "%.0f ms".formatted(seconds * 1000) : "%.2f s".formatted(seconds);
  }

  static String amount(double value, String unit) {
    return (value == Math.rint(value) ? "%.0f %s" : value < 10 ? "%.2f %s" : "%.1f %s")
        .formatted(value, unit);
  }
}
