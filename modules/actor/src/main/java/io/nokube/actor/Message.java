package io.nokube.actor;

/// What one actor says to another on the same node. An immutable record.
public interface Message {}
