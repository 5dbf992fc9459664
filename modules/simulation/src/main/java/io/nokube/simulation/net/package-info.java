/// What lies between nodes, and between them and the store: delays, losses, doubles, cuts.
@NullMarked
package io.nokube.simulation.net;

import org.jspecify.annotations.NullMarked;
