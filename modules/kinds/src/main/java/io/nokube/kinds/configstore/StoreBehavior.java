package io.nokube.kinds.configstore;

import io.nokube.actor.Behavior;
import io.nokube.actor.Change;
import io.nokube.actor.Effect;
import io.nokube.actor.Effect.End;
import io.nokube.actor.Effect.Observe;
import io.nokube.actor.Effect.Tell;
import io.nokube.actor.Effect.Unobserve;
import io.nokube.actor.Effect.WakeAfter;
import io.nokube.actor.Interest;
import io.nokube.actor.Moment;
import io.nokube.actor.Polled;
import io.nokube.actor.Signal;
import io.nokube.actor.Step;
import io.nokube.kinds.configstore.StoreLife.Wanted;
import io.nokube.kinds.configstore.StoreMessage.Content;
import io.nokube.kinds.configstore.StoreMessage.Need;
import io.nokube.kinds.configstore.StoreMessage.NoLonger;
import io.nokube.model.ObjectKey;
import io.nokube.model.OwnershipPath;
import io.nokube.model.ResourceType;
import io.nokube.model.Revision;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One observation per object, however many pods need it.
final class StoreBehavior implements Behavior<StoreLife> {
  private static final String FORGET = "forget";

  private final ResourceType type;
  private final Duration forgetAfter;

  /// @param forgetAfter an asker that was not heard of for so long is no more
  StoreBehavior(ResourceType type, Duration forgetAfter) {
    this.type = type;
    this.forgetAfter = forgetAfter;
  }

  @Override
  public Step<StoreLife> start(Moment moment) {
    return Step.to(StoreLife.NEW, new WakeAfter(forgetAfter, FORGET));
  }

  @Override
  public Step<StoreLife> on(StoreLife life, Signal signal, Moment moment) {
    return switch (signal) {
      case Signal.Told told ->
          told.message() instanceof StoreMessage message
              ? told(life, told.from(), message, moment)
              : Step.to(life);
      case Signal.Observed observed ->
          observed.interest() instanceof Interest.One one && !observed.changes().isEmpty()
              ? seen(life, one.key(), observed.changes().getLast())
              : Step.to(life);
      case Signal.Woken woken -> forget(life, moment.now().minus(forgetAfter));
      case Signal.ParentPolled polled ->
          polled.polled() instanceof Polled.Gone ? Step.to(life, new End()) : Step.to(life);
      case Signal.ChildPolled it -> Step.to(life);
      case Signal.ChildClosed it -> Step.to(life);
      case Signal.Performed it -> Step.to(life);
      case Signal.Engine it -> Step.to(life);
    };
  }

  private Step<StoreLife> told(
      StoreLife life, OwnershipPath from, StoreMessage message, Moment moment) {
    return switch (message) {
      case Need need ->
          need.key().type().equals(type) ? need(life, from, need, moment) : Step.to(life);
      case NoLonger it ->
          life.of(it.key())
              .map(wanted -> kept(life, it.key(), wanted.notBy(from)))
              .orElse(Step.to(life));
      case Content it -> Step.to(life);
    };
  }

  private static Step<StoreLife> need(
      StoreLife life, OwnershipPath from, Need need, Moment moment) {
    ObjectKey key = need.key();
    Optional<Wanted> before = life.of(key);
    Wanted wanted = before.orElse(Wanted.NOT_YET).by(from, moment.now());
    List<Effect> effects = new ArrayList<>();
    if (before.isEmpty()) {
      effects.add(new Observe(new Interest.One(key)));
    }
    wanted
        .content()
        .filter(content -> isNews(content, need.known()))
        .ifPresent(content -> effects.add(new Tell(from, content)));
    return Step.to(life.with(key, wanted), effects);
  }

  private static boolean isNews(Content content, Revision known) {
    return known.equals(Revision.NONE) || !content.revision().equals(known);
  }

  private static Step<StoreLife> seen(StoreLife life, ObjectKey key, Change change) {
    Optional<Wanted> wanted = life.of(key);
    if (wanted.isEmpty()) {
      return Step.to(life);
    }
    Content content =
        switch (change) {
          case Change.Put put -> new Content(key, put.revision(), Optional.of(put.object()));
          case Change.Removed removed -> new Content(key, removed.revision(), Optional.empty());
        };
    List<Effect> tells =
        wanted.get().askers().keySet().stream()
            .sorted()
            .map(asker -> (Effect) new Tell(asker, content))
            .toList();
    return Step.to(life.with(key, wanted.get().showing(content)), tells);
  }

  /// Forgets who has not asked for long: it ended without a word.
  private Step<StoreLife> forget(StoreLife life, Instant earliest) {
    Step<StoreLife> step = Step.to(life);
    for (Map.Entry<ObjectKey, Wanted> entry : life.wanted().entrySet()) {
      Step<StoreLife> next = kept(step.state(), entry.getKey(), entry.getValue().since(earliest));
      step = Step.to(next.state(), step.effects()).and(next.effects());
    }
    return step.and(new WakeAfter(forgetAfter, FORGET));
  }

  private static Step<StoreLife> kept(StoreLife life, ObjectKey key, Wanted wanted) {
    return wanted.askers().isEmpty()
        ? Step.to(life.without(key), new Unobserve(new Interest.One(key)))
        : Step.to(life.with(key, wanted));
  }
}
