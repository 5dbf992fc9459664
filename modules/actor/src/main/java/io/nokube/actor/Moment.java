package io.nokube.actor;

import java.time.Instant;
import java.util.random.RandomGenerator;

/// Now, and a source of chance: all that a decision may know of time and luck.
public record Moment(Instant now, RandomGenerator chance) {}
