/// What nodes say to one another on the bus: the addresses and the words, as JSON. A hint, never
/// the truth: whatever is heard here is checked in the store before anything is destroyed on it.
@NullMarked
package io.nokube.runtime.bus;

import org.jspecify.annotations.NullMarked;
