package io.nokube.etcd.session;

/// What became of the session's lease. Keys that hang on a lost lease are gone: their owners write
/// them again under the next one granted.
public sealed interface LeaseEvent {

  LeaseId lease();

  /// From now on [EtcdSession#currentLease()] is this one.
  record Granted(LeaseId lease) implements LeaseEvent {}

  /// etcd said that it no longer holds this lease. The next one may take a while, if etcd is away.
  record Lost(LeaseId lease) implements LeaseEvent {}
}
