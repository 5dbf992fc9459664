/// The language in which every Kubernetes word, and a user's own, is said: a [Behavior] takes a
/// [Signal] and answers with a [Step], a new state and [Effect]s. Behaviours decide and never act:
/// no clock, no thread, no I/O, no randomness but what a [Moment] brings. The runtime acts.
@NullMarked
package io.nokube.actor;

import org.jspecify.annotations.NullMarked;
