/// Behaviours, unchanged, on virtual time: a cluster of nodes, a store, a bus and engines that are
/// all simulated, and a history of what users ask for and what goes wrong. One seed decides
/// everything, so a history that breaks a promise is found again, and made as short as it can be.
///
/// Enters: kinds, found by `ServiceLoader`, and a seed. Leaves: a [io.nokube.simulation.Report].
/// Never: a thread, a clock, the network.
@NullMarked
package io.nokube.simulation;

import org.jspecify.annotations.NullMarked;
