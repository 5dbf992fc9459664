package io.nokube.simulation.node;

import io.nokube.actor.Action;
import io.nokube.actor.Incarnation;
import io.nokube.actor.Kind;
import io.nokube.actor.Outcome;
import io.nokube.actor.Polled;
import io.nokube.actor.isolation.Times;
import io.nokube.actor.port.Liveness.Seen;
import io.nokube.actor.port.Read;
import io.nokube.actor.verdict.Absence;
import io.nokube.actor.verdict.Answer;
import io.nokube.actor.verdict.Contact;
import io.nokube.actor.verdict.Evidence;
import io.nokube.actor.verdict.Hold;
import io.nokube.actor.verdict.Owner;
import io.nokube.actor.verdict.Verdict;
import io.nokube.model.KubeObject;
import io.nokube.model.NodeName;
import io.nokube.simulation.store.Fencing;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// All that a node's runtime decides, each as the real runtime decides it. A test replaces one by a
/// mistake, to see that the simulation finds it.
public class Decisions {
  public Fencing fencing() {
    return Fencing.STRICT;
  }

  public Contact contact(Contact contact) {
    return contact;
  }

  public Polled ofChild(Answer answer, NodeName asked, Read<Seen> record, Contact contact) {
    return Verdict.ofChild(answer, asked, record, contact);
  }

  public Polled ofParent(
      Answer answer, NodeName asked, Read<Seen> record, Contact contact, Evidence evidence) {
    return Verdict.ofParent(answer, asked, record, contact, evidence);
  }

  public Evidence evidence(Owner owner, Read<KubeObject> read) {
    return Evidence.of(owner, read);
  }

  public Absence again(Absence known, Instant now, Contact contact) {
    return known.again(now, contact);
  }

  public Optional<Duration> orphanGrace(Optional<Duration> configured) {
    return configured;
  }

  public Hold hold(Optional<Incarnation> mine, Read<Seen> record) {
    return Hold.of(mine, record);
  }

  public Hold.Remedy ofMissing(
      Incarnation mine, boolean leaseLost, boolean isSeat, Optional<Incarnation> seat) {
    return Hold.ofMissing(mine, leaseLost, isSeat, seat);
  }

  public boolean handsOver(Optional<Incarnation> known, Incarnation asking) {
    return Hold.handsOver(known, asking);
  }

  /// Whether a life that ends gives its record back.
  public boolean releases() {
    return true;
  }

  /// When a node that is cut off has to do what.
  public Times isolation(Times times) {
    return times;
  }

  /// What an actor of a kind decides.
  public Kind kind(Kind real) {
    return real;
  }

  /// What an actor hears of what it asked the engine for.
  public UnaryOperator<Outcome> heard(Action action) {
    return UnaryOperator.identity();
  }
}
