package io.nokube.actor.verdict;

import io.nokube.actor.Incarnation;

/// What a node said when asked for an actor. A hint: only what it says to be running is believed.
public sealed interface Answer {
  record Running(Incarnation incarnation) implements Answer {}

  /// It is being brought to life there, or claims its record anew.
  record Starting() implements Answer {}

  record NotHere() implements Answer {}

  /// There was no answer in time, or nobody to ask.
  record Silent(String why) implements Answer {}
}
