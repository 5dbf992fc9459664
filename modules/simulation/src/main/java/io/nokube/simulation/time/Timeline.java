package io.nokube.simulation.time;

import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;

/// All that is still to happen. Times are microseconds since the beginning.
public final class Timeline {
  /// When everything begins.
  public static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

  private final PriorityQueue<Due> queue = new PriorityQueue<>();
  private long now;
  private long asked;
  private long happened;

  private static void nothing() {}

  /// Something that is to happen, unless it is cancelled.
  public static final class Due implements Comparable<Due> {
    private final long at;
    private final long number;
    private Runnable task;

    private Due(long at, long number, Runnable task) {
      this.at = at;
      this.number = number;
      this.task = task;
    }

    public void cancel() {
      task = Timeline::nothing;
    }

    @Override
    public int compareTo(Due other) {
      int byTime = Long.compare(at, other.at);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }

  /// @param micros from now on; less than nothing counts as nothing
  public Due after(long micros, Runnable task) {
    Due due = new Due(now + Math.max(0, micros), asked++, task);
    queue.add(due);
    return due;
  }

  public Due after(Duration delay, Runnable task) {
    return after(micros(delay), task);
  }

  /// Lets the next thing happen, if it is due by then. Else time goes on until then.
  ///
  /// @return whether something happened
  public boolean next(long until) {
    Due due = queue.peek();
    if (due == null || due.at > until) {
      now = Math.max(now, until);
      return false;
    }
    queue.remove();
    now = due.at;
    happened++;
    due.task.run();
    return true;
  }

  public long now() {
    return now;
  }

  public Instant instant() {
    return BEGINNING.plusNanos(now * 1000);
  }

  /// How many things have happened.
  public long happened() {
    return happened;
  }

  public static long micros(Duration duration) {
    return duration.toNanos() / 1000;
  }
}
