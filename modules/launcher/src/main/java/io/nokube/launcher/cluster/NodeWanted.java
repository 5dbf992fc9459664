package io.nokube.launcher.cluster;

import java.util.List;
import java.util.Map;

/// What a node is to be.
///
/// @param agentImage by its content, such as `nokube/agent:4f0c…`
/// @param mirrors of the engine; empty: whatever it has
/// @param authorities of registries, in PEM, by the registry's host
/// @param files all that is to lie below its workspace
/// @param settings stands for all of the agent's settings: another one, and the agent is replaced
record NodeWanted(
    String name,
    boolean head,
    boolean member,
    String agentImage,
    String etcdImage,
    List<String> mirrors,
    Map<String, String> authorities,
    List<Placed> files,
    String settings) {}
