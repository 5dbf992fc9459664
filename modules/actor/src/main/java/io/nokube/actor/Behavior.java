package io.nokube.actor;

/// What one actor decides. Instances hold what never changes (path, settings); what changes is the
/// state, an immutable value.
///
/// @param <S> the state: a record, or a sealed interface of records
public interface Behavior<S> {
  /// The first step of a life, taken once its alive record is held. A successor begins here too and
  /// finds what its predecessor left.
  Step<S> start(Moment moment);

  /// What follows from a signal. Called by one thread at a time, in the order of arrival.
  Step<S> on(S state, Signal signal, Moment moment);
}
