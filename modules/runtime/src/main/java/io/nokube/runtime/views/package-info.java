/// What the node's actors see of the store: one watch for each interest, however many share it,
/// with the objects cached for those who join late. Changes come in from the store, in its order;
/// batches go out to the actors' mailboxes. Knows nothing of what an actor is.
@NullMarked
package io.nokube.runtime.views;

import org.jspecify.annotations.NullMarked;
