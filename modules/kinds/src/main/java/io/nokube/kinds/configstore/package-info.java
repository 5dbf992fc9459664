/// The ConfigMaps and Secrets that a node's pods need, observed once per node and told to each pod
/// that asked. In come [StoreMessage.Need] and what the store shows; out goes
/// [StoreMessage.Content]. It keeps nothing that no pod asked for, and never looks inside.
@NullMarked
package io.nokube.kinds.configstore;

import org.jspecify.annotations.NullMarked;
