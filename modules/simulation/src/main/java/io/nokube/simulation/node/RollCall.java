package io.nokube.simulation.node;

import io.nokube.actor.Incarnation;
import io.nokube.actor.Polled;
import io.nokube.actor.Signal;
import io.nokube.actor.port.Liveness.Seen;
import io.nokube.actor.port.Read;
import io.nokube.actor.verdict.Absence;
import io.nokube.actor.verdict.Answer;
import io.nokube.actor.verdict.Contact;
import io.nokube.actor.verdict.Evidence;
import io.nokube.actor.verdict.Owner;
import io.nokube.actor.verdict.Verdict;
import io.nokube.model.KubeObject;
import io.nokube.model.NodeName;
import io.nokube.model.OwnershipPath;
import io.nokube.simulation.time.Timeline;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// Parents poll children and children poll parents, all of a node together. As
/// `io.nokube.runtime.RollCall`, `Roll` and `RecordReads`.
final class RollCall {
  private static final long SOON = 50_000;

  private final Agent agent;
  private final Map<OwnershipPath, NodeName> places = new LinkedHashMap<>();
  private final Map<OwnershipPath, Absence> absences = new LinkedHashMap<>();
  private boolean pollingChildren;
  private boolean pollingParents;
  private boolean soon;

  RollCall(Agent agent) {
    this.agent = agent;
  }

  record Place(OwnershipPath path, NodeName node) {}

  private record Asked(Life life, Place place) {}

  /// The records of whom nobody heard, and contact as it was before they were read.
  private record Records(Contact contact, Map<OwnershipPath, Read<Seen>> byPath) {
    Read<Seen> read(OwnershipPath path) {
      Read<Seen> read = byPath.get(path);
      return read == null ? new Read.Unavailable<>(path + " was not read") : read;
    }
  }

  void start() {
    long poll = Timeline.micros(agent.timing().poll());
    agent.after(agent.chance().between(0, poll), () -> every(poll, this::children));
    agent.after(agent.chance().between(0, poll), () -> every(poll, this::parents));
  }

  private void every(long interval, Runnable round) {
    round.run();
    agent.after(interval, () -> every(interval, round));
  }

  void pollChildrenSoon() {
    if (!soon) {
      soon = true;
      agent.after(
          SOON,
          () -> {
            soon = false;
            children();
          });
    }
  }

  private void children() {
    if (pollingChildren) {
      return;
    }
    List<Asked> asked = new ArrayList<>();
    for (Life life : agent.lives()) {
      if (life.isAlive()) {
        life.children().each((child, node) -> asked.add(new Asked(life, new Place(child, node))));
      }
    }
    if (asked.isEmpty()) {
      return;
    }
    pollingChildren = true;
    call(
        asked,
        answers ->
            readSilent(
                answers,
                records -> {
                  pollingChildren = false;
                  asked.forEach(one -> tellOfChild(one, answers, records));
                }));
  }

  private void tellOfChild(Asked one, Map<Place, Answer> answers, Records records) {
    Place place = one.place();
    Answer answer = answers.getOrDefault(place, new Answer.Silent("not asked"));
    Polled polled =
        Verdict.unread(answer, place.node())
            .orElseGet(() ->
                agent
                    .decisions()
                    .ofChild(answer, place.node(), records.read(place.path()), records.contact()));
    if (one.life().children().isNews(place.path(), place.node(), polled)) {
      one.life().deliver(new Signal.ChildPolled(place.path(), polled));
    }
  }

  private void parents() {
    if (pollingParents) {
      return;
    }
    List<Asked> asked = new ArrayList<>();
    for (Life life : agent.lives()) {
      if (life.isAlive()) {
        life.parent()
            .ifPresent(parent -> asked.add(new Asked(life, new Place(parent, placeOf(parent)))));
      }
    }
    if (asked.isEmpty()) {
      return;
    }
    pollingParents = true;
    call(
        asked,
        answers ->
            readSilent(
                answers,
                records -> {
                  remember(asked, answers, records);
                  readOwners(
                      asked,
                      answers,
                      records,
                      owners -> {
                        pollingParents = false;
                        asked.forEach(one -> tellOfParent(one, answers, records, owners));
                      });
                }));
  }

  private void remember(List<Asked> asked, Map<Place, Answer> answers, Records records) {
    Set<OwnershipPath> wanted = new LinkedHashSet<>();
    asked.forEach(one -> wanted.add(one.place().path()));
    places.keySet().retainAll(wanted);
    absences.keySet().retainAll(wanted);
    answers.forEach((place, answer) -> remember(place, answer, records));
  }

  private void remember(Place place, Answer answer, Records records) {
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
        Absence known = absences.get(place.path());
        absences.put(
            place.path(),
            known == null
                ? Absence.from(agent.clock())
                : agent.decisions().again(known, agent.clock(), records.contact()));
      }
      case Read.Unavailable<Seen> _ -> {}
    }
  }

  private boolean needsEvidence(Asked one, Answer answer, Records records) {
    return Verdict.unread(answer, one.place().node()).isEmpty()
        && records.read(one.place().path()) instanceof Read.Absent
        && records.contact().isSteady();
  }

  private static Optional<Owner> owner(Asked one) {
    return Owner.of(one.place().path(), one.life().birth().subject());
  }

  private void readOwners(
      List<Asked> asked,
      Map<Place, Answer> answers,
      Records records,
      Consumer<Map<Owner, Evidence>> then) {
    Set<Owner> owners = new LinkedHashSet<>();
    for (Asked one : asked) {
      Answer answer = answers.getOrDefault(one.place(), new Answer.Silent("not asked"));
      if (needsEvidence(one, answer, records)) {
        owner(one).ifPresent(owners::add);
      }
    }
    Map<Owner, Evidence> evidence = new LinkedHashMap<>();
    if (owners.isEmpty()) {
      then.accept(evidence);
      return;
    }
    for (Owner owner : owners) {
      agent.readObject(
          owner.key(),
          (Read<KubeObject> read) -> {
            evidence.put(owner, agent.decisions().evidence(owner, read));
            if (evidence.size() == owners.size()) {
              then.accept(evidence);
            }
          });
    }
  }

  private void tellOfParent(
      Asked one, Map<Place, Answer> answers, Records records, Map<Owner, Evidence> owners) {
    Place place = one.place();
    Answer answer = answers.getOrDefault(place, new Answer.Silent("not asked"));
    Polled polled =
        Verdict.unread(answer, place.node())
            .orElseGet(() ->
                agent
                    .decisions()
                    .ofParent(
                        answer,
                        place.node(),
                        records.read(place.path()),
                        records.contact(),
                        evidence(one, answer, records, owners)));
    if (one.life().children().isNewsOfParent(polled)) {
      one.life().deliver(new Signal.ParentPolled(polled));
    }
  }

  private Evidence evidence(
      Asked one, Answer answer, Records records, Map<Owner, Evidence> owners) {
    if (!needsEvidence(one, answer, records)) {
      return new Evidence.NotRead("not needed");
    }
    return owner(one)
        .<Evidence>map(named -> owners.getOrDefault(named, new Evidence.NotRead("not read")))
        .orElseGet(() ->
            new Evidence.Unheld(
                absences.getOrDefault(one.place().path(), Absence.from(agent.clock())),
                agent.decisions().orphanGrace(agent.timing().orphanGrace())));
  }

  private NodeName placeOf(OwnershipPath parent) {
    return agent.life(parent).filter(Life::isAlive).isPresent()
        ? agent.name()
        : places.getOrDefault(parent, agent.name());
  }

  // --- the bus ---------------------------------------------------------------------------------

  /// What this node says of an actor.
  static Answer here(Agent agent, OwnershipPath path) {
    return agent
        .life(path)
        .filter(life -> !life.isClosing())
        .map(life ->
            life.isAlive()
                ? life.holding()
                    .incarnation()
                    .<Answer>map(Answer.Running::new)
                    .orElse(new Answer.Starting())
                : new Answer.Starting())
        .orElse(new Answer.NotHere());
  }

  private void call(List<Asked> asked, Consumer<Map<Place, Answer>> then) {
    Map<Place, Answer> answers = new LinkedHashMap<>();
    Map<NodeName, Set<OwnershipPath>> elsewhere = new LinkedHashMap<>();
    for (Asked one : asked) {
      Place place = one.place();
      if (place.node().equals(agent.name())) {
        answers.computeIfAbsent(place, it -> here(agent, it.path()));
      } else {
        elsewhere.computeIfAbsent(place.node(), _ -> new LinkedHashSet<>()).add(place.path());
      }
    }
    int[] open = {elsewhere.size()};
    if (open[0] == 0) {
      then.accept(answers);
      return;
    }
    elsewhere.forEach((node, paths) ->
        agent.ask(
            node,
            there -> {
              Map<OwnershipPath, Answer> said = new LinkedHashMap<>();
              paths.forEach(path -> said.put(path, here(there, path)));
              return said;
            },
            reply -> {
              paths.forEach(path ->
                  answers.put(
                      new Place(path, node),
                      reply
                          .map(said -> said.getOrDefault(path, new Answer.NotHere()))
                          .orElseGet(() -> new Answer.Silent("no answer on the bus"))));
              open[0]--;
              if (open[0] == 0) {
                then.accept(answers);
              }
            }));
  }

  private void readSilent(Map<Place, Answer> answers, Consumer<Records> then) {
    List<OwnershipPath> silent = new ArrayList<>();
    answers.forEach((place, answer) -> {
      if (Verdict.unread(answer, place.node()).isEmpty()) {
        silent.add(place.path());
      }
    });
    Contact contact = agent.decisions().contact(agent.session().contact());
    if (silent.isEmpty()) {
      then.accept(new Records(contact, Map.of()));
      return;
    }
    agent.readRecords(silent, reads -> then.accept(new Records(contact, reads)));
  }

  /// Which life of a parent asks.
  record Spawner(OwnershipPath path, Incarnation incarnation) {}
}
