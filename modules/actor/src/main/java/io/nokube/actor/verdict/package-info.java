/// What to make of silence and absence, as pure functions shared by the runtime and the simulation:
/// what a poll found ([Verdict]) and what a life does about its own record ([Hold]). What the bus
/// said and what was read comes in, a verdict goes out. Knows no Vert.x, no clock, no I/O. "Gone"
/// never rests on less than a linearizable read in steady contact; everything doubtful is unknown,
/// on which nothing may be destroyed.
@NullMarked
package io.nokube.actor.verdict;

import org.jspecify.annotations.NullMarked;
