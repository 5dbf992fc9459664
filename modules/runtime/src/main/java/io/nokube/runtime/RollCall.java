package io.nokube.runtime;

import io.nokube.actor.Polled;
import io.nokube.actor.Signal;
import io.nokube.actor.port.Liveness.Seen;
import io.nokube.actor.port.Read;
import io.nokube.actor.verdict.Absence;
import io.nokube.actor.verdict.Answer;
import io.nokube.actor.verdict.Evidence;
import io.nokube.actor.verdict.Owner;
import io.nokube.actor.verdict.Verdict;
import io.nokube.model.NodeName;
import io.nokube.model.OwnershipPath;
import io.nokube.runtime.Roll.Place;
import io.nokube.runtime.bus.Bus;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Parents poll children and children poll parents, all of this node together: one request for each
/// other node and round, and a read of the store only for those who were not heard to run. An actor
/// is told what is new, and again in each round what is not well.
///
/// A round of few actors who are all well, as most are, stays on the event loop that began it, and
/// wakes no other thread; where much is asked or etcd is to be read, it goes on on a virtual
/// thread. One that is still under way is not begun again.
final class RollCall implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RollCall.class);

  private static final Duration SOON = Duration.ofMillis(50);

  /// What an event loop goes through in far less than a millisecond.
  private static final int FEW = 200;

  private final ActorHost host;
  private final Roll roll;

  /// Of no actor, so that none holds up a round, or takes it along when it ends.
  private final Context context;

  private final Round children;
  private final Round parents;
  private final AtomicBoolean soon = new AtomicBoolean();
  private volatile List<Long> timers = List.of();

  /// Where each parent was last seen, and for how long it has been nowhere. Used by one round at a
  /// time.
  private final Map<OwnershipPath, NodeName> places = new HashMap<>();

  private final Map<OwnershipPath, Absence> absences = new HashMap<>();

  RollCall(ActorHost host, Bus bus) {
    this.host = host;
    this.roll = new Roll(host, bus);
    this.context = ((VertxInternal) host.vertx()).createEventLoopContext();
    this.children = new Round("children", this::children, this::toParents);
    this.parents = new Round("parents", this::parents, this::toChildren);
  }

  void start() {
    Duration ofChildren = host.settings().pollChildren();
    Duration ofParents = host.settings().pollParent();
    timers =
        ofChildren.equals(ofParents) // one wake-up for both
            ? List.of(every(ofChildren, children, parents))
            : List.of(every(ofChildren, children), every(ofParents, parents));
  }

  private long every(Duration interval, Round... rounds) {
    long first = Slack.toSecond(host.now(), interval).toMillis();
    return host.vertx()
        .setPeriodic(first, interval.toMillis(), _ -> List.of(rounds).forEach(this::begin));
  }

  /// Polls children besides the usual rounds, once for all who ask at about the same time.
  void pollChildrenSoon() {
    if (soon.compareAndSet(false, true)) {
      context.runOnContext(_ ->
          host.vertx()
              .setTimer(
                  SOON.toMillis(),
                  _ -> {
                    soon.set(false);
                    begin(children);
                  }));
    }
  }

  private record Asked(Life life, Place place) {}

  /// @param silent who was not heard to run, so that their records have to be read
  private record Heard(Map<Place, Answer> answers, List<OwnershipPath> silent) {
    static Heard of(Map<Place, Answer> answers) {
      Set<OwnershipPath> silent = new LinkedHashSet<>();
      answers.forEach((place, answer) -> {
        if (Verdict.unread(answer, place.node()).isEmpty()) {
          silent.add(place.path());
        }
      });
      return new Heard(answers, List.copyOf(silent));
    }

    Answer from(Place place) {
      Answer answer = answers.get(place);
      return answer == null ? new Answer.Silent("not asked") : answer;
    }
  }

  /// @param asks whom it asks now
  /// @param tells those who asked; blocks if somebody is silent
  private record Round(
      String whom,
      Supplier<List<Asked>> asks,
      BiConsumer<List<Asked>, Heard> tells,
      AtomicBoolean underWay) {
    Round(String whom, Supplier<List<Asked>> asks, BiConsumer<List<Asked>, Heard> tells) {
      this(whom, asks, tells, new AtomicBoolean());
    }
  }

  private void begin(Round round) {
    if (round.underWay().compareAndSet(false, true)) {
      String name = "roll call of " + round.whom();
      Future.succeededFuture()
          .compose(_ -> carriedOut(size() <= FEW, name, round.asks()))
          .compose(asked ->
              roll.call(places(asked))
                  .map(Heard::of)
                  .compose(heard ->
                      carriedOut(
                          asked.size() <= FEW && heard.silent().isEmpty(),
                          name,
                          () -> {
                            round.tells().accept(asked, heard);
                            return heard;
                          })))
          .onComplete(done -> {
            if (done.failed()) {
              LOG.error("node {}: {} failed", host.node(), name, done.cause());
            }
            round.underWay().set(false);
          });
    }
  }

  /// What a round goes through at most.
  private int size() {
    int size = 0;
    for (Life life : host.lives()) {
      size += 1 + life.children().count();
    }
    return size;
  }

  private static Set<Place> places(List<Asked> asked) {
    Set<Place> places = new HashSet<>();
    asked.forEach(one -> places.add(one.place()));
    return places;
  }

  /// @param here on the calling thread; else on a virtual thread of that name
  private static <T> Future<T> carriedOut(boolean here, String name, Supplier<T> part) {
    if (here) {
      return Future.succeededFuture(part.get());
    }
    Promise<T> done = Promise.promise();
    var _ =
        Thread.ofVirtual()
            .name(name)
            .start(() -> Future.succeededFuture().map(_ -> part.get()).onComplete(done));
    return done.future();
  }

  private List<Asked> children() {
    List<Asked> asked = new ArrayList<>();
    for (Life life : host.lives()) {
      if (life.isAlive()) {
        life.children()
            .forEach((child, node) -> asked.add(new Asked(life, new Place(child, node))));
      }
    }
    return asked;
  }

  private void toParents(List<Asked> asked, Heard heard) {
    RecordReads records = RecordReads.of(host.ports().liveness(), heard.silent());
    for (Asked one : asked) {
      Place place = one.place();
      Answer answer = heard.from(place);
      Polled polled =
          Verdict.unread(answer, place.node())
              .orElseGet(() ->
                  Verdict.ofChild(
                      answer, place.node(), records.read(place.path()), records.contact()));
      if (one.life().children().isNews(place.path(), place.node(), polled)) {
        one.life().deliver(new Signal.ChildPolled(place.path(), polled));
      }
    }
  }

  private List<Asked> parents() {
    List<Asked> asked = new ArrayList<>();
    for (Life life : host.lives()) {
      if (life.isAlive()) {
        life.parent()
            .ifPresent(parent -> asked.add(new Asked(life, new Place(parent, placeOf(parent)))));
      }
    }
    return asked;
  }

  private void toChildren(List<Asked> asked, Heard heard) {
    RecordReads records = RecordReads.of(host.ports().liveness(), heard.silent());
    Set<OwnershipPath> wanted = new HashSet<>();
    asked.forEach(one -> wanted.add(one.place().path()));
    places.keySet().retainAll(wanted);
    absences.keySet().retainAll(wanted);
    heard.answers().forEach((place, answer) -> remember(place, answer, records));
    Map<Owner, Evidence> owners = new HashMap<>();
    for (Asked one : asked) {
      Polled polled = ofParent(one, heard.from(one.place()), records, owners);
      if (one.life().children().isNewsOfParent(polled)) {
        one.life().deliver(new Signal.ParentPolled(polled));
      }
    }
  }

  private Polled ofParent(
      Asked one, Answer answer, RecordReads records, Map<Owner, Evidence> owners) {
    Place place = one.place();
    return Verdict.unread(answer, place.node())
        .orElseGet(() ->
            Verdict.ofParent(
                answer,
                place.node(),
                records.read(place.path()),
                records.contact(),
                evidence(one, records, owners)));
  }

  /// Read only where it decides, and once for all children of one owner.
  private Evidence evidence(Asked one, RecordReads records, Map<Owner, Evidence> owners) {
    OwnershipPath parent = one.place().path();
    if (!(records.read(parent) instanceof Read.Absent) || !records.contact().isSteady()) {
      return new Evidence.NotRead("not needed");
    }
    Optional<Owner> owner = Owner.of(parent, one.life().birth().subject());
    return owner
        .map(named ->
            owners.computeIfAbsent(
                named, key -> Evidence.of(key, host.ports().store().get(key.key()))))
        .orElseGet(() ->
            new Evidence.Unheld(
                absences.getOrDefault(parent, Absence.from(host.now())),
                host.settings().orphanGrace()));
  }

  private void remember(Place place, Answer answer, RecordReads records) {
    if (answer instanceof Answer.Running) {
      places.put(place.path(), place.node());
      absences.remove(place.path());
      return;
    }
    switch (records.read(place.path())) {
      case Read.Found<Seen>(var seen, _) -> {
        places.put(place.path(), seen.record().node());
        absences.remove(place.path());
      }
      case Read.Absent<Seen> _ -> {
        Instant now = host.now();
        absences.compute(
            place.path(),
            (_, known) -> known == null ? Absence.from(now) : known.again(now, records.contact()));
      }
      case Read.Unavailable<Seen> _ -> {}
    }
  }

  /// Where a parent is looked for: here, unless it was last seen elsewhere.
  private NodeName placeOf(OwnershipPath parent) {
    return host.life(parent).filter(Life::isAlive).isPresent()
        ? host.node()
        : places.getOrDefault(parent, host.node());
  }

  @Override
  public void close() {
    timers.forEach(host.vertx()::cancelTimer);
  }
}
