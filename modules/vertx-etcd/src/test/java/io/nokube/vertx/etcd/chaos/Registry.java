package io.nokube.vertx.etcd.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Who is registered on what, in somebody's opinion: a number for each address and node id. That a
/// node is there at all is a registration on the empty address.
record Registry(Map<String, Map<String, Integer>> counts) {

  /// A difference between what is and what somebody thinks.
  ///
  /// @param where whose opinion it is
  record Finding(Kind kind, String where, String address, String node, int times) {
    @Override
    public String toString() {
      return "%s: %s %s %s of %s%s"
          .formatted(
              where,
              kind == Kind.LOST ? "lacks" : "has",
              times == 1 ? "a" : Integer.toString(times),
              kind == Kind.LOST ? "registration" : "ghost",
              node,
              address.isEmpty() ? " itself" : " on " + address);
    }
  }

  /// Missing, or there without a ground.
  enum Kind {
    LOST,
    GHOST
  }

  /// A registry to be filled.
  static Registry empty() {
    return new Registry(new TreeMap<>());
  }

  void add(String address, String node, int times) {
    counts.computeIfAbsent(address, _ -> new TreeMap<>()).merge(node, times, Integer::sum);
  }

  int of(String address, String node) {
    return counts.getOrDefault(address, Map.of()).getOrDefault(node, 0);
  }

  /// The ids of those that are registered on an address.
  List<String> nodes(String address) {
    return counts.getOrDefault(address, Map.of()).entrySet().stream()
        .filter(each -> each.getValue() > 0)
        .map(Map.Entry::getKey)
        .toList();
  }

  int total(String address) {
    return nodes(address).stream().mapToInt(node -> of(address, node)).sum();
  }

  /// Whether all that are registered on an address are as often.
  boolean even(String address) {
    return nodes(address).stream().mapToInt(node -> of(address, node)).distinct().count() < 2;
  }

  /// What `opinion`, which is `where`'s, has too few or too many of, measured by this.
  List<Finding> differences(String where, Registry opinion) {
    var findings = new ArrayList<Finding>();
    counts.forEach((address, nodes) ->
        nodes.forEach((node, times) -> {
          var missing = times - opinion.of(address, node);
          if (missing > 0) {
            findings.add(new Finding(Kind.LOST, where, address, node, missing));
          }
        }));
    opinion.counts.forEach((address, nodes) ->
        nodes.forEach((node, times) -> {
          var extra = times - of(address, node);
          if (extra > 0) {
            findings.add(new Finding(Kind.GHOST, where, address, node, extra));
          }
        }));
    return findings;
  }
}
