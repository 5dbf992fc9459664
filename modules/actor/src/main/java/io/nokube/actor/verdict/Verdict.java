package io.nokube.actor.verdict;

import io.nokube.actor.Polled;
import io.nokube.actor.port.Liveness.Seen;
import io.nokube.actor.port.Read;
import io.nokube.model.NodeName;
import java.util.Optional;

/// What a poll found: alive, gone or unknown, from all that was heard and read.
public final class Verdict {
  private Verdict() {}

  /// What can be said without reading. Nothing: the record has to be read.
  public static Optional<Polled> unread(Answer answer, NodeName node) {
    return switch (answer) {
      case Answer.Running(var incarnation) -> Optional.of(new Polled.Alive(incarnation, node));
      case Answer.Starting _, Answer.NotHere _, Answer.Silent _ -> Optional.empty();
    };
  }

  /// Of a child that was not heard to be running.
  ///
  /// @param asked the node that answered
  public static Polled ofChild(Answer answer, NodeName asked, Read<Seen> record, Contact contact) {
    return switch (record) {
      case Read.Found<Seen>(var seen, _) -> held(answer, asked, seen);
      case Read.Unavailable<Seen>(var why) -> new Polled.Unknown(why);
      case Read.Absent<Seen>(var readAt) -> {
        if (answer instanceof Answer.Starting) {
          yield new Polled.Unknown("it is being started on node " + asked);
        }
        yield contact.isSteady() ? new Polled.Gone(readAt) : tooYoung(contact);
      }
    };
  }

  /// Of a parent that was not heard to be running.
  ///
  /// @param evidence asked for only if the record is absent
  public static Polled ofParent(
      Answer answer, NodeName asked, Read<Seen> record, Contact contact, Evidence evidence) {
    return switch (record) {
      case Read.Found<Seen>(var seen, _) -> held(answer, asked, seen);
      case Read.Unavailable<Seen>(var why) -> new Polled.Unknown(why);
      case Read.Absent<Seen>(var readAt) -> {
        if (!contact.isSteady()) {
          yield tooYoung(contact);
        }
        yield switch (evidence) {
          case Evidence.ObjectThere _ ->
              new Polled.Unknown("it does not run, but its object is there");
          case Evidence.ObjectDeleted(var deletedAt) -> new Polled.Gone(deletedAt);
          case Evidence.NotRead(var why) -> new Polled.Unknown(why);
          case Evidence.Unheld(var absence, var grace) ->
              grace.isPresent() && absence.counted().compareTo(grace.get()) >= 0
                  ? new Polled.Gone(readAt)
                  : new Polled.Unknown("nobody is it for " + absence.counted());
        };
      }
    };
  }

  /// Whether an actor is to be told: what is new, and again and again what is not well.
  ///
  /// @param told what it was last told of the same child or parent
  public static boolean isNews(Optional<Polled> told, Polled verdict) {
    return switch (verdict) {
      case Polled.Alive alive -> !told.equals(Optional.of(alive));
      case Polled.Gone _, Polled.Unknown _ -> true;
    };
  }

  /// A node that says not to run what its record says it runs is letting it go, or coming to it.
  private static Polled held(Answer answer, NodeName asked, Seen seen) {
    boolean contradicted =
        switch (answer) {
          case Answer.NotHere _, Answer.Starting _ -> seen.record().node().equals(asked);
          case Answer.Silent _, Answer.Running _ -> false;
        };
    return contradicted
        ? new Polled.Unknown("node " + asked + " holds its record but does not run it")
        : new Polled.Alive(seen.incarnation(), seen.record().node());
  }

  private static Polled tooYoung(Contact contact) {
    return new Polled.Unknown(
        "contact with the store is only "
            + contact.unbroken().toSeconds()
            + " s old, absence counts from "
            + contact.settling().toSeconds()
            + " s");
  }
}
