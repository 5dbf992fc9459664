/// What to make of silence and absence: the decisions of a roll call, as pure functions. What the
/// bus said and what was read comes in, one of three verdicts goes out: alive, gone, unknown. Knows
/// no Vert.x, no clock, no I/O. "Gone" never rests on less than a linearizable read in steady
/// contact; everything doubtful is unknown, on which nothing may be destroyed.
@NullMarked
package io.nokube.runtime.verdict;

import org.jspecify.annotations.NullMarked;
