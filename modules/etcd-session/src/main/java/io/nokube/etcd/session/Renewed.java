package io.nokube.etcd.session;

import java.time.Duration;

/// A lease that the session holds.
///
/// @param ago since when its last renewal that etcd confirmed, or its grant, was asked for
public record Renewed(LeaseId lease, Duration ago) {}
