package io.nokube.etcd.session;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where a session keeps its [Mark], and who wants to hear that etcd was set back or restored.
/// Every connection is judged before anything else is asked or written on it.
final class History {

  private static final Logger LOG = LoggerFactory.getLogger(EtcdSession.class);

  private final List<Consumer<Course>> listeners = new CopyOnWriteArrayList<>();
  private final Past past;
  private Optional<Mark> mark;

  /// Why nothing that etcd says is believed.
  private Optional<Course> refused = Optional.empty();

  /// Whether anything was read in this session.
  private boolean begun;

  History(Past past) {
    this.past = past;
    this.mark = past.mark();
  }

  String epochKey() {
    return past.epochKey();
  }

  synchronized Optional<Mark> mark() {
    return mark;
  }

  synchronized long revision() {
    return mark.map(Mark::revision).orElse(0L);
  }

  /// @param revision that etcd said on a connection which was judged
  synchronized void seen(long revision) {
    if (refused.isEmpty()) {
      mark = mark.map(known -> known.at(revision));
    }
  }

  /// The epoch that a key's value says.
  ///
  /// @param text empty: there is no such key
  /// @throws NumberFormatException if it is no number
  static long epoch(Optional<String> text) {
    return text.map(String::strip).map(Long::parseLong).orElse(0L);
  }

  /// Whether what a watch of the epoch tells is the epoch that was judged.
  synchronized boolean isOf(Delivery delivery) {
    var text =
        switch (delivery) {
          case Delivery.Resync(var entries, var _) ->
              entries.stream().findFirst().map(KeyValue::text);
          case Delivery.Changes(var changes, var _) ->
              switch (changes.getLast()) {
                case Change.Put put -> Optional.of(put.now().text());
                case Change.Delete _ -> Optional.<String>empty();
              };
        };
    try {
      return mark.map(Mark::epoch).equals(Optional.of(epoch(text)));
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /// @param now how etcd answers, linearizable
  /// @return why there is no contact with it; empty: all is well
  synchronized Optional<String> judge(Mark now) {
    var course =
        refused.filter(Course.Anew.class::isInstance).orElseGet(() -> Course.of(mark, now));
    if (course instanceof Course.SetBack || (course instanceof Course.Anew && begun)) {
      if (!refused.map(Object::getClass).equals(Optional.of(course.getClass()))) {
        tell(course);
      }
      refused = Optional.of(course);
    } else {
      if (refused.isPresent()) {
        LOG.info("etcd's epoch was raised: what it holds counts again mark={}", now);
      }
      refused = Optional.empty();
      begun = true;
    }
    mark = Optional.of(course.mark());
    return refused.map(History::words);
  }

  private static String words(Course course) {
    return switch (course) {
      case Course.SetBack(var _, var why) -> why;
      case Course.Anew(var now) ->
          "etcd was restored, and is in epoch %d: this session ends".formatted(now.epoch());
      case Course.Onward _ -> "";
    };
  }

  synchronized void listen(Consumer<Course> listener) {
    listeners.add(listener);
    refused.ifPresent(course -> call(List.of(listener), course));
  }

  private void tell(Course course) {
    LOG.error("{}: it is neither believed nor written to", words(course));
    call(List.copyOf(listeners), course);
  }

  private static void call(List<Consumer<Course>> told, Course course) {
    told.forEach(
        listener -> Thread.ofVirtual().name("etcd-course").start(() -> listener.accept(course)));
  }
}
