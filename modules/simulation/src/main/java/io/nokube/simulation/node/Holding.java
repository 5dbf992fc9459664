package io.nokube.simulation.node;

import io.nokube.actor.Incarnation;
import io.nokube.actor.port.Fence;
import io.nokube.actor.port.Liveness.AliveRecord;
import io.nokube.actor.port.Liveness.Claim;
import io.nokube.actor.port.Liveness.Seen;
import io.nokube.actor.port.Read;
import io.nokube.actor.port.Write;
import io.nokube.actor.port.Write.Reason;
import io.nokube.actor.verdict.Hold;
import io.nokube.simulation.store.Etcd;
import io.nokube.simulation.store.Session.Answer;
import io.nokube.simulation.time.Timeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/// One life's hold on its alive record. As `io.nokube.runtime.Holding`, with callbacks for its
/// blocking calls.
final class Holding {
  private static final Duration SOON = Duration.ofMillis(20);

  private final Life life;
  private final Agent agent;
  private Optional<Incarnation> held = Optional.empty();
  private List<Consumer<Optional<Incarnation>>> waiting = new ArrayList<>();

  /// What was claimed while the answer is not known: it may be there though nobody heard so.
  private Optional<AliveRecord> asked = Optional.empty();

  private boolean leaseLost;
  private boolean examining;
  private boolean examineAgain;

  Holding(Life life, Agent agent) {
    this.life = life;
    this.agent = agent;
  }

  Optional<Incarnation> incarnation() {
    return held;
  }

  private void hold(Incarnation incarnation) {
    held = Optional.of(incarnation);
    List<Consumer<Optional<Incarnation>>> told = waiting;
    waiting = new ArrayList<>();
    told.forEach(one -> one.accept(held));
  }

  private AliveRecord record() {
    return new AliveRecord(
        life.path(), agent.name(), life.path().kind(), life.uid(), "Running", agent.second());
  }

  // --- claiming --------------------------------------------------------------------------------

  /// Calls back once the record is held; never, if the life is closed before.
  void claim(Runnable then) {
    agent.watchRecord(life.path());
    claim(record(), then, SOON);
  }

  private void claim(AliveRecord record, Runnable then, Duration soon) {
    if (life.isClosing()) {
      makeSureOfRelease();
      return;
    }
    ask(
        record,
        claim -> {
          switch (claim) {
            case Claim.Held(var incarnation) -> {
              hold(incarnation);
              then.run();
            }
            case Claim.Taken(var by) -> {
              contest(by);
              life.pauseUntilGone(() -> claim(record, then, SOON));
            }
            case Claim.Unavailable _ -> {
              Duration most = agent.timing().retry();
              Duration pause = soon.compareTo(most) < 0 ? soon : most;
              life.pause(pause, () -> claim(record, then, pause.multipliedBy(2)));
            }
          }
        });
  }

  private void ask(AliveRecord record, Consumer<Claim> then) {
    asked = Optional.of(record);
    Optional<Long> lease = agent.session().lease();
    if (lease.isEmpty()) {
      then.accept(new Claim.Unavailable("this process has no lease yet"));
      return;
    }
    agent
        .session()
        .<Claim>ask(
            etcd -> etcd.claim(record, lease.get()),
            answer ->
                then.accept(
                    switch (answer) {
                      case Answer.Is<Claim>(var claim) -> known(claim);
                      case Answer.NotSent<Claim>(var why) -> new Claim.Unavailable(why);
                      case Answer.Unknown<Claim>(var why) -> new Claim.Unavailable(why);
                    }));
  }

  private Claim known(Claim claim) {
    switch (claim) {
      case Claim.Held _, Claim.Taken _ -> asked = Optional.empty();
      case Claim.Unavailable _ -> {}
    }
    return claim;
  }

  private void contest(Seen by) {
    if (!by.record().node().equals(agent.name())) {
      agent.askToHandOver(life, by);
    } else if (agent.isSeated()) {
      agent.session().ask(etcd -> released(etcd, by.incarnation()), _ -> {});
    }
  }

  private boolean released(Etcd etcd, Incarnation incarnation) {
    etcd.release(life.path(), incarnation);
    return true;
  }

  // --- keeping ---------------------------------------------------------------------------------

  void leaseLost() {
    leaseLost = true;
  }

  /// Whether it is looking after its record: it may be claiming it anew just now.
  boolean isExamining() {
    return examining;
  }

  void examine() {
    if (examining) {
      examineAgain = true;
      return;
    }
    examining = true;
    look();
  }

  private void examined() {
    examining = false;
    if (examineAgain) {
      examineAgain = false;
      examine();
    }
  }

  private void look() {
    if (life.isClosing() || held.isEmpty()) {
      examined();
      return;
    }
    check(hold -> {
      if (life.isClosing()) {
        return;
      }
      switch (hold) {
        case Hold.Sound _ -> examined();
        case Hold.Taken(var by) ->
            life.close(new Ending.Displaced("node " + by.record().node() + " has its record"));
        case Hold.Missing _ -> agent.soundSeat(this::missing);
        case Hold.Unknown _ -> life.pause(agent.timing().retry(), this::look);
      }
    });
  }

  private void missing(Optional<Incarnation> seat) {
    if (life.isClosing() || held.isEmpty()) {
      examined();
      return;
    }
    boolean isSeat = life.path().equals(agent.seat());
    switch (agent.decisions().ofMissing(held.get(), leaseLost, isSeat, seat)) {
      case REGAIN -> {
        leaseLost = false;
        held = Optional.empty();
        regain(record());
      }
      case RESTART -> life.close(new Ending.Failed("its alive record was removed"));
      case LOOK_AGAIN -> life.pause(agent.timing().retry(), this::look);
    }
  }

  private void regain(AliveRecord record) {
    if (life.isClosing()) {
      makeSureOfRelease();
      return;
    }
    ask(
        record,
        claim -> {
          switch (claim) {
            case Claim.Held(var incarnation) -> {
              hold(incarnation);
              if (life.isClosing()) {
                makeSureOfRelease();
              }
              examined();
            }
            case Claim.Taken(var by) when !by.record().node().equals(agent.name()) ->
                life.close(
                    new Ending.Displaced("node " + by.record().node() + " has taken its record"));
            case Claim.Taken(var by) -> {
              contest(by);
              life.pause(agent.timing().retry(), () -> regain(record));
            }
            case Claim.Unavailable _ -> life.pause(agent.timing().retry(), () -> regain(record));
          }
        });
  }

  void check(Consumer<Hold> then) {
    agent.readRecord(life.path(), record -> then.accept(agent.decisions().hold(held, record)));
  }

  // --- writing ---------------------------------------------------------------------------------

  void write(BiFunction<Etcd, Fence, Write> call, Consumer<Write> then) {
    await(before -> {
      if (before.isEmpty()) {
        then.accept(unavailable());
        return;
      }
      commit(
          call,
          before.get(),
          first -> {
            if (!(first instanceof Write.Refused refused) || refused.reason() != Reason.FENCED) {
              then.accept(first);
            } else {
              fenced(call, before, first, then);
            }
          });
    });
  }

  private void fenced(
      BiFunction<Etcd, Fence, Write> call,
      Optional<Incarnation> before,
      Write first,
      Consumer<Write> then) {
    await(after -> {
      if (after.isPresent() && !after.equals(before)) {
        commit(call, after.get(), then);
        return;
      }
      check(hold -> {
        switch (hold) {
          case Hold.Taken _ -> then.accept(first);
          case Hold.Missing _ -> {
            examine();
            then.accept(unavailable());
          }
          case Hold.Sound _, Hold.Unknown _ -> then.accept(unavailable());
        }
      });
    });
  }

  private void commit(BiFunction<Etcd, Fence, Write> call, Incarnation mine, Consumer<Write> then) {
    Fence fence = new Fence.Actor(life.path(), mine);
    agent
        .session()
        .<Write>ask(
            etcd -> call.apply(etcd, fence),
            answer ->
                then.accept(
                    switch (answer) {
                      case Answer.Is<Write>(var write) -> write;
                      case Answer.NotSent<Write>(var why) ->
                          new Write.Refused(Reason.UNAVAILABLE, why);
                      case Answer.Unknown<Write>(var why) -> new Write.Unknown(why);
                    }));
  }

  private void await(Consumer<Optional<Incarnation>> then) {
    if (held.isPresent()) {
      then.accept(held);
      return;
    }
    boolean[] told = {false};
    Consumer<Optional<Incarnation>> once =
        incarnation -> {
          if (!told[0]) {
            told[0] = true;
            then.accept(incarnation);
          }
        };
    waiting.add(once);
    agent.after(Timeline.micros(agent.timing().retry()), () -> once.accept(held));
  }

  private static Write unavailable() {
    return new Write.Refused(Reason.UNAVAILABLE, "the alive record is being claimed anew");
  }

  // --- giving back -----------------------------------------------------------------------------

  void release(Runnable then) {
    if (held.isEmpty() || !agent.decisions().releases()) {
      then.run();
      return;
    }
    release(held.get(), then);
  }

  private void release(Incarnation mine, Runnable then) {
    agent.session().ask(etcd -> released(etcd, mine), _ -> then.run());
  }

  /// Goes on releasing until a read shows that it came to pass.
  void makeSureOfRelease() {
    if ((asked.isEmpty() && held.isEmpty()) || !agent.decisions().releases()) {
      return;
    }
    agent.readRecord(
        life.path(),
        record -> {
          switch (record) {
            case Read.Found<Seen>(var seen, _) -> {
              if (Hold.isOf(held, asked, seen)) {
                release(seen.incarnation(), this::releaseAgain);
              }
            }
            case Read.Absent<Seen> _ -> {}
            case Read.Unavailable<Seen> _ -> releaseAgain();
          }
        });
  }

  private void releaseAgain() {
    agent.after(Timeline.micros(agent.timing().retry()), this::makeSureOfRelease);
  }
}
