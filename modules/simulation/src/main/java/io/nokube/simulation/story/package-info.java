/// What happens in a history: what users ask for and what goes wrong, made from a seed. A history
/// is a value: it is printed, shortened, and lived through again.
@NullMarked
package io.nokube.simulation.story;

import org.jspecify.annotations.NullMarked;
