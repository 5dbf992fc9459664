package io.nokube.etcd.session;

import java.util.Optional;

/// What a session knows of etcd from before it was opened, and where etcd says its epoch.
///
/// @param epochKey its value is the epoch, a decimal number; no such key: 0
/// @param mark empty: nothing is known
public record Past(String epochKey, Optional<Mark> mark) {}
