package io.nokube.launcher.playground;

import io.nokube.launcher.CommandFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// What is to be done for one host so that it runs.
sealed interface HostStep {
  int USUAL = 3;
  int MOST = 50;

  /// Counted from 1.
  int number();

  Variant variant();

  default String host() {
    return "n" + number();
  }

  /// The first host is `.11`.
  default String address(Subnet subnet) {
    return subnet.host(10 + number());
  }

  /// It runs.
  record Keep(int number, Variant variant) implements HostStep {}

  /// It is stopped, and goes on where it was.
  record Start(int number, Variant variant) implements HostStep {}

  /// It is paused.
  record Unpause(int number, Variant variant) implements HostStep {}

  /// It isn't there, or was made only half.
  record Create(int number, Variant variant, boolean remains) implements HostStep {}

  /// @param wanted how many hosts; empty: as many as there are, or [#USUAL]
  /// @param bare those to be made without Docker and etcd; what is there stays as it is
  /// @throws CommandFailure if what is there stands against it
  static List<HostStep> of(Optional<Long> wanted, Set<String> bare, List<SeenHost> seen) {
    Map<String, SeenHost> there =
        seen.stream().collect(Collectors.toMap(SeenHost::name, Function.identity()));
    int count = count(wanted, seen);
    List<String> names = IntStream.rangeClosed(1, count).mapToObj(n -> "n" + n).toList();
    Set<String> strangers = new TreeSet<>(bare);
    names.forEach(strangers::remove);
    if (!strangers.isEmpty()) {
      throw CommandFailure.usage(
          "--bare %s: the hosts are %s".formatted(String.join(",", strangers), names));
    }
    List<HostStep> steps = new ArrayList<>();
    for (int number = 1; number <= count; number++) {
      String name = "n" + number;
      Variant made = bare.contains(name) ? Variant.BARE : Variant.PREPARED;
      steps.add(
          Optional.ofNullable(there.get(name))
              .map(host -> step(host, bare))
              .orElse(new Create(number, made, false)));
    }
    return steps;
  }

  private static int count(Optional<Long> wanted, List<SeenHost> seen) {
    int highest = seen.stream().mapToInt(HostStep::number).max().orElse(0);
    long count = wanted.orElse(highest == 0 ? (long) USUAL : highest);
    if (count < 1 || count > MOST) {
      throw CommandFailure.usage("--hosts %d: 1 to %d".formatted(count, MOST));
    }
    if (count < highest) {
      throw CommandFailure.failed(
          "--hosts %d: the playground has %d already. `nokube playground down` removes them all first."
              .formatted(count, highest));
    }
    return Math.toIntExact(count);
  }

  private static HostStep step(SeenHost host, Set<String> bare) {
    if (bare.contains(host.name()) && host.variant() != Variant.BARE) {
      throw CommandFailure.failed(
          "--bare %s: it is there already, with Docker and etcd. `nokube playground down` removes it first."
              .formatted(host.name()));
    }
    int number = number(host);
    return switch (host.state()) {
      case "running", "restarting" -> new Keep(number, host.variant());
      case "paused" -> new Unpause(number, host.variant());
      case "exited" -> new Start(number, host.variant());
      // created, dead, removing: never started with its login, or no longer there.
      default -> new Create(number, host.variant(), true);
    };
  }

  private static int number(SeenHost host) {
    return Integer.parseInt(host.name().substring(1));
  }
}
