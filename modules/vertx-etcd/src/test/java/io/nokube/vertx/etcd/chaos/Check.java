package io.nokube.vertx.etcd.chaos;

import io.nokube.vertx.etcd.chaos.Registry.Finding;
import io.nokube.vertx.etcd.chaos.Registry.Kind;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Compares what the nodes hold with what etcd has, what each node's view sees, and what its event
/// bus does: who answers when it asks, and who hears when it publishes.
final class Check {

  /// After what a step began or ended, all agree: a lease's end, which etcd looks for twice a
  /// second; a client that is replaced and tried for a second each; TCP's next attempt after a cut,
  /// which comes up to as long after it as the cut took; and a machine that does much else.
  static final Duration WITHIN = Peer.LEASE.plusSeconds(10);

  private static final Duration AGAIN = Duration.ofMillis(100);

  /// @param findings what is wrong still; none if all agree
  /// @param silent what could not be looked at, or who got no answer
  /// @param views how many nodes' views were compared in the end
  /// @param took until they agreed
  record Result(List<Finding> findings, List<String> silent, int views, Duration took) {
    boolean agrees() {
      return findings.isEmpty() && silent.isEmpty();
    }
  }

  private record Look(Registry truth, Map<Integer, Registry> views, List<String> silent) {}

  private final Group group;

  Check(Group group) {
    this.group = group;
  }

  /// Looks until all agree, at most [#WITHIN].
  ///
  /// @param present the nodes that are to be in the cluster
  /// @param asking those of them whose event bus reaches all of them
  Result await(Set<Integer> present, Set<Integer> asking) {
    var began = System.nanoTime();
    while (true) {
      var result = once(present, asking, began);
      if (result.agrees() || result.took.compareTo(WITHIN) > 0) {
        return result;
      }
      LockSupport.parkNanos(AGAIN.toNanos());
    }
  }

  private Result once(Set<Integer> present, Set<Integer> asking, long began) {
    var look = look(present);
    var findings = new ArrayList<Finding>();
    var silent = new ArrayList<>(look.silent);
    group
        .inEtcd()
        .ifPresentOrElse(
            etcd -> findings.addAll(look.truth.differences("etcd", etcd)),
            () -> silent.add("etcd gives no answer"));
    look.views.forEach((node, view) ->
        findings.addAll(look.truth.differences(group.name(node) + "'s view", view)));
    if (findings.isEmpty() && silent.isEmpty()) {
      asks(look.truth, asking, findings, silent);
    }
    if (findings.isEmpty() && silent.isEmpty()) {
      publishes(look.truth, asking, silent);
    }
    var took = Duration.ofNanos(System.nanoTime() - began);
    return new Result(findings, silent, look.views.size(), took);
  }

  private Look look(Set<Integer> present) {
    var order = new JsonObject().put("do", "view");
    var truth = Registry.empty();
    var views = new HashMap<Integer, Registry>();
    var silent = new ArrayList<String>();
    answers(present, _ -> order, silent)
        .forEach((node, answer) -> {
          if (answer.getInteger("pending") > 0) {
            silent.add(group.name(node) + " is still registering or giving up");
          }
          var id = answer.getString("node");
          truth.add("", id, 1);
          numbers(answer.getJsonObject("holds")).forEach((address, n) -> truth.add(address, id, n));
          var view = Registry.empty();
          answer.getJsonArray("nodes").forEach(other -> view.add("", (String) other, 1));
          answer
              .getJsonObject("sees")
              .forEach(seen ->
                  numbers((JsonObject) seen.getValue())
                      .forEach((other, n) -> view.add(seen.getKey(), other, n)));
          views.put(node, view);
        });
    return new Look(truth, views, silent);
  }

  /// Each asks on each address as often as there are registrations, and twice more: a ghost gets
  /// its turn. Vert.x 5.1 sends nothing to those with the fewest registrations on an address if
  /// others have more (its weights begin at zero): that nobody is left out is asked only where all
  /// have as many, and else shown by publishing.
  private void asks(
      Registry truth, Set<Integer> asking, List<Finding> findings, List<String> silent) {
    var times = new JsonObject();
    addresses(truth).forEach(address -> times.put(address, truth.total(address) + 2));
    var order = new JsonObject().put("do", "ask").put("addresses", times);
    answers(asking, _ -> order, silent)
        .forEach((node, answer) -> {
          for (var address : addresses(truth)) {
            var where = group.name(node) + "'s bus";
            var unheard = new TreeSet<>(truth.nodes(address));
            for (var who : answer.getJsonObject(address).fieldNames()) {
              if (who.startsWith("failed")) {
                silent.add("%s asks on %s: %s".formatted(group.name(node), address, who));
              } else if (!unheard.remove(who)) {
                findings.add(new Finding(Kind.GHOST, where, address, who, 1));
              }
            }
            if (truth.even(address)) {
              unheard.forEach(
                  owner -> findings.add(new Finding(Kind.LOST, where, address, owner, 1)));
            }
          }
        });
  }

  /// What each publishes on an address, each hears as often as it is registered on it.
  private void publishes(Registry truth, Set<Integer> asking, List<String> silent) {
    var stamp = Long.toString(System.nanoTime());
    var addresses = new JsonArray(addresses(truth));
    answers(
        asking,
        node ->
            new JsonObject()
                .put("do", "publish")
                .put("addresses", addresses)
                .put("body", group.name(node) + " " + stamp),
        silent);
    var missing = new ArrayList<String>();
    var deadline = System.nanoTime() + Duration.ofSeconds(1).toNanos();
    do {
      missing.clear();
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
      var order = new JsonObject().put("do", "heard");
      answers(asking, _ -> order, silent)
          .forEach((node, answer) -> {
            var heard = answer.getJsonArray("heard").stream().map(String::valueOf).toList();
            var id = group.running(node).node();
            for (var address : addresses(truth)) {
              for (var from : asking) {
                var what = "%s %s %s".formatted(group.name(from), stamp, address);
                if (Collections.frequency(heard, what) != truth.of(address, id)) {
                  missing.add(
                      "%s hears %d times, not %d, what %s publishes on %s"
                          .formatted(
                              group.name(node),
                              Collections.frequency(heard, what),
                              truth.of(address, id),
                              group.name(from),
                              address));
                }
              }
            }
          });
    } while (!missing.isEmpty() && System.nanoTime() - deadline < 0);
    silent.addAll(missing);
  }

  private static List<String> addresses(Registry truth) {
    return truth.counts().keySet().stream()
        .filter(address -> !address.isEmpty() && truth.total(address) > 0)
        .toList();
  }

  private interface Order {
    JsonObject of(int node);
  }

  private Map<Integer, JsonObject> answers(Set<Integer> nodes, Order order, List<String> silent) {
    var asked = new HashMap<Integer, CompletableFuture<JsonObject>>();
    nodes.forEach(node -> asked.put(node, group.running(node).tell(order.of(node))));
    var answers = new HashMap<Integer, JsonObject>();
    asked.forEach((node, answer) -> {
      try {
        answers.put(node, answer.orTimeout(WITHIN.toSeconds(), TimeUnit.SECONDS).join());
      } catch (CompletionException e) {
        silent.add("%s says nothing: %s".formatted(group.name(node), e.getCause()));
      }
    });
    return answers;
  }

  private static Map<String, Integer> numbers(JsonObject json) {
    var numbers = new HashMap<String, Integer>();
    json.forEach(each -> numbers.put(each.getKey(), ((Number) each.getValue()).intValue()));
    return numbers;
  }
}
