package io.nokube.actor.engine;

/// The pause container that holds the network of a pod with several containers.
public record SandboxPlan(PodIdentity pod, Network network) {}
