package io.nokube.host;

import io.nokube.host.system.PortChoice;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.Supplier;

/// Which port an etcd member shall listen on, given what was chosen before and what is free now.
sealed interface EtcdPlan {

  /// It listens on `port`.
  record Listen(int port) implements EtcdPlan {}

  /// The port that is wanted is somebody else's.
  record Taken(int port) implements EtcdPlan {}

  /// A chosen port stays the same through restarts while it can; a fixed one always does.
  ///
  /// @param before the port it listened on last
  /// @param runs whether our member runs now, so that the port before is taken by itself
  static EtcdPlan of(
      PortChoice wanted,
      Optional<Integer> before,
      boolean runs,
      IntPredicate isFree,
      Supplier<Integer> anyFree) {
    return switch (wanted) {
      case PortChoice.Fixed fixed ->
          (runs && before.equals(Optional.of(fixed.port()))) || isFree.test(fixed.port())
              ? new Listen(fixed.port())
              : new Taken(fixed.port());
      case PortChoice.Free free ->
          new Listen(before.filter(port -> runs || isFree.test(port)).orElseGet(anyFree));
    };
  }
}
