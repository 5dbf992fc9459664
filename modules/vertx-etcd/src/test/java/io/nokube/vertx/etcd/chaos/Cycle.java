package io.nokube.vertx.etcd.chaos;

import io.nokube.vertx.etcd.chaos.Plan.Change;
import io.nokube.vertx.etcd.chaos.Plan.Lasting;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Carries out one plan on a group: faults begin, those that are well agree if the faults are held
/// so long, faults end, all agree.
final class Cycle {

  private record Act(Duration at, String what, Runnable run) {}

  private final Group group;
  private final Plan plan;
  private final Check check;
  private final List<String> history = new CopyOnWriteArrayList<>();
  private final long began = System.nanoTime();

  /// How it went.
  ///
  /// @param history what happened when, in order
  /// @param checks in order; the last one is the only one that can disagree
  record Outcome(List<String> history, List<Check.Result> checks) {
    boolean agrees() {
      return checks.getLast().agrees();
    }
  }

  private Cycle(Group group, Plan plan) {
    this.group = group;
    this.plan = plan;
    this.check = new Check(group);
  }

  static Outcome run(Group group, Plan plan) {
    return new Cycle(group, plan).run();
  }

  private Outcome run() {
    var checks = new ArrayList<Check.Result>();
    var acts = new ArrayList<Act>();
    plan.faults().forEach(each -> acts.add(begin(each)));
    plan.meanwhile().forEach(change -> acts.add(new Act(change.at(), "", () -> change(change))));
    if (plan.held()) {
      carryOut(acts);
      checks.add(checked("those that are well", well(), reaching()));
      if (!checks.getLast().agrees()) {
        return new Outcome(history, checks);
      }
      if (plan.compacts()) {
        note("etcd is compacted at " + group.compact());
      }
      plan.faults().stream().filter(each -> !restarts(each)).forEach(each -> end(each).run.run());
    } else {
      plan.faults().stream().filter(each -> !restarts(each)).forEach(each -> acts.add(end(each)));
      carryOut(acts);
    }
    plan.faults().stream().filter(this::restarts).forEach(each -> end(each).run.run());
    plan.faults().stream().filter(this::restarts).forEach(this::settleIn);
    var again = System.nanoTime() - began;
    carryOut(
        plan.afterwards().stream()
            .map(change -> new Act(change.at().plusNanos(again), "", () -> change(change)))
            .toList());
    var all = IntStream.range(0, group.size()).boxed().collect(Collectors.toSet());
    checks.add(checked("all", all, all));
    return new Outcome(history, checks);
  }

  private Act begin(Lasting each) {
    return new Act(
        each.at(),
        each.fault().toString(),
        () -> {
          note("begins: " + each.fault());
          group.begin(each.fault());
        });
  }

  private Act end(Lasting each) {
    return new Act(
        each.at().plus(each.lasts()),
        each.fault().toString(),
        () -> {
          note("ends: " + each.fault());
          group.end(each.fault());
        });
  }

  private void carryOut(List<Act> acts) {
    acts.stream()
        .sorted(Comparator.comparing(Act::at))
        .forEach(act -> {
          for (var left = left(act); left > 0; left = left(act)) {
            LockSupport.parkNanos(left);
          }
          act.run.run();
        });
  }

  private long left(Act act) {
    return act.at.toNanos() - (System.nanoTime() - began);
  }

  /// A change on a node that doesn't run is left out.
  private void change(Change change) {
    if (plan.faults().stream()
            .anyMatch(each -> restarts(each) && node(each.fault()) == change.node())
        && !group.alive(change.node())) {
      return;
    }
    var what =
        "%s %s %s"
            .formatted(
                group.name(change.node()),
                change.registers() ? "registers on" : "gives up",
                change.address());
    note(what);
    CompletableFuture<JsonObject> done =
        change.registers()
            ? group.register(change.node(), change.address())
            : group.unregister(change.node(), change.address());
    var _ =
        done.whenComplete((answer, failure) ->
            note("%s: %s".formatted(what, failure == null ? said(answer) : failure)));
  }

  private static String said(JsonObject answer) {
    return answer.getString("failure", answer.containsKey("none") ? "had none" : "done");
  }

  private void settleIn(Lasting each) {
    var node = node(each.fault());
    group.settleIn(node);
    note("%s has joined as %s".formatted(group.name(node), group.running(node).node()));
  }

  private Check.Result checked(String who, Set<Integer> present, Set<Integer> asking) {
    var result = check.await(present, asking);
    note(
        "%s %s after %d ms"
            .formatted(who, result.agrees() ? "agree" : "do not agree", result.took().toMillis()));
    return result;
  }

  /// Those that etcd keeps hold of while the faults last.
  private Set<Integer> well() {
    var well =
        IntStream.range(0, group.size()).boxed().collect(Collectors.toCollection(HashSet::new));
    for (var each : plan.faults()) {
      switch (each.fault()) {
        case Fault.Killed(var node) -> well.remove(node);
        case Fault.Left(var node) -> well.remove(node);
        case Fault.Paused(var node) -> well.remove(node);
        case Fault.CutFromEtcd(var node, var _) -> well.remove(node);
        case Fault.CutOff(var node) -> well.remove(node);
        case Fault.CutFromPeer _, Fault.EtcdKilled _, Fault.EtcdPaused _ -> {}
      }
    }
    return well;
  }

  /// Those of them that reach one another.
  private Set<Integer> reaching() {
    var reaching = new HashSet<>(well());
    for (var each : plan.faults()) {
      if (each.fault() instanceof Fault.CutFromPeer(var node, var other, var _)) {
        reaching.remove(node);
        reaching.remove(other);
      }
    }
    return reaching;
  }

  private boolean restarts(Lasting each) {
    return each.fault() instanceof Fault.Killed || each.fault() instanceof Fault.Left;
  }

  private static int node(Fault fault) {
    return switch (fault) {
      case Fault.Killed(var node) -> node;
      case Fault.Left(var node) -> node;
      case Fault.Paused(var node) -> node;
      case Fault.CutFromEtcd(var node, var _) -> node;
      case Fault.CutFromPeer(var node, var _, var _) -> node;
      case Fault.CutOff(var node) -> node;
      case Fault.EtcdKilled _, Fault.EtcdPaused _ -> -1;
    };
  }

  private void note(String what) {
    history.add("%7.3f s  %s".formatted((System.nanoTime() - began) / 1e9, what));
  }
}
