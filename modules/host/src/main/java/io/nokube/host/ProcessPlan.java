package io.nokube.host;

import java.util.Optional;

/// What has to happen so that a process runs as wanted.
sealed interface ProcessPlan {

  /// It runs already, started with the very same command and environment.
  record Keep(long pid) implements ProcessPlan {}

  record Start() implements ProcessPlan {}

  /// It runs, but was started differently: it is ended and started anew.
  record Replace(long pid) implements ProcessPlan {}

  /// A process that runs, and the fingerprint of what it was started with.
  record Running(long pid, String fingerprint) {}

  static ProcessPlan of(Optional<Running> running, Launch wanted) {
    return running
        .<ProcessPlan>map(process ->
            process.fingerprint().equals(wanted.fingerprint())
                ? new Keep(process.pid())
                : new Replace(process.pid()))
        .orElseGet(Start::new);
  }
}
