package io.nokube.kinds.container;

/// The state of a container's actor.
record ContainerLife(Facts facts, Doing doing) {}
