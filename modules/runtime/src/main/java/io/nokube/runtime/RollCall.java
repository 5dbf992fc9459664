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
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Parents poll children and children poll parents, all of this node together: one request for each
/// other node and round, and a read of the store only for those who were not heard to run. An actor
/// is told what is new, and again in each round what is not well.
///
/// Each of the two rounds is a straight script on a virtual thread; one that is still under way is
/// not begun again.
final class RollCall implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RollCall.class);

  private static final Duration SOON = Duration.ofMillis(50);

  private final ActorHost host;
  private final Roll roll;
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
    this.children = new Round("children", this::pollChildren);
    this.parents = new Round("parents", this::pollParents);
  }

  void start() {
    timers =
        List.of(
            every(host.settings().pollChildren(), children),
            every(host.settings().pollParent(), parents));
  }

  private long every(Duration interval, Round round) {
    long first = Slack.toSecond(host.now(), interval).toMillis();
    return host.vertx().setPeriodic(first, interval.toMillis(), _ -> begin(round));
  }

  /// Polls children besides the usual rounds, once for all who ask at about the same time.
  void pollChildrenSoon() {
    if (soon.compareAndSet(false, true)) {
      host.vertx()
          .setTimer(
              SOON.toMillis(),
              _ -> {
                soon.set(false);
                begin(children);
              });
    }
  }

  private record Round(String whom, Runnable poll, AtomicBoolean underWay) {
    Round(String whom, Runnable poll) {
      this(whom, poll, new AtomicBoolean());
    }
  }

  private void begin(Round round) {
    if (round.underWay().compareAndSet(false, true)) {
      var _ = Thread.ofVirtual().name("roll call of " + round.whom()).start(() -> carryOut(round));
    }
  }

  private void carryOut(Round round) {
    try {
      round.poll().run();
    } catch (RuntimeException unforeseen) {
      LOG.error("node {}: roll call of {} failed", host.node(), round.whom(), unforeseen);
    } finally {
      round.underWay().set(false);
    }
  }

  private record Asked(Life life, Place place) {}

  private void pollChildren() {
    List<Asked> asked =
        host.lives().stream()
            .filter(Life::isAlive)
            .flatMap(life ->
                life.children().polled().entrySet().stream()
                    .map(child -> new Asked(life, new Place(child.getKey(), child.getValue()))))
            .toList();
    Map<Place, Answer> answers = call(asked);
    RecordReads records = readSilent(answers);
    for (Asked one : asked) {
      Place place = one.place();
      Answer answer = answers.getOrDefault(place, new Answer.Silent("not asked"));
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

  private void pollParents() {
    List<Asked> asked =
        host.lives().stream()
            .filter(Life::isAlive)
            .flatMap(life ->
                life.parent().stream()
                    .map(parent -> new Asked(life, new Place(parent, placeOf(parent)))))
            .toList();
    Map<Place, Answer> answers = call(asked);
    RecordReads records = readSilent(answers);
    Set<OwnershipPath> wanted =
        asked.stream().map(one -> one.place().path()).collect(Collectors.toSet());
    places.keySet().retainAll(wanted);
    absences.keySet().retainAll(wanted);
    answers.forEach((place, answer) -> remember(place, answer, records));
    Map<Owner, Evidence> owners = new HashMap<>();
    for (Asked one : asked) {
      Answer answer = answers.getOrDefault(one.place(), new Answer.Silent("not asked"));
      Polled polled = ofParent(one, answer, records, owners);
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

  private Map<Place, Answer> call(List<Asked> asked) {
    Set<Place> distinct = new HashSet<>();
    asked.forEach(one -> distinct.add(one.place()));
    return roll.call(distinct, host.settings().busTimeout());
  }

  private RecordReads readSilent(Map<Place, Answer> answers) {
    List<OwnershipPath> silent =
        answers.entrySet().stream()
            .filter(one -> Verdict.unread(one.getValue(), one.getKey().node()).isEmpty())
            .map(one -> one.getKey().path())
            .distinct()
            .toList();
    return RecordReads.of(host.ports().liveness(), silent);
  }

  @Override
  public void close() {
    timers.forEach(host.vertx()::cancelTimer);
  }
}
