package io.nokube.runtime;

import io.nokube.actor.Kind;
import io.nokube.actor.Settings;

/// A kind that a node hosts, as its `verticles-config/` has it.
public record HostedKind(Kind kind, Threading threading, Settings settings) {}
