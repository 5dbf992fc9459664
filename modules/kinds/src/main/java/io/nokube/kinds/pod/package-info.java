/// A pod on its node: what its containers are to be, in whose order they begin and end, and what
/// its status says. In come its binding's news from the agent, the content of ConfigMaps and
/// Secrets from the node's stores, and its containers' states; out go plans told to the containers,
/// volumes, a pause container where one is needed, its status, and at the end its removal. It never
/// picks a node, and never starts an application's container itself.
@NullMarked
package io.nokube.kinds.pod;

import org.jspecify.annotations.NullMarked;
