/// Text, YAML or JSON, becomes a tree in which every key and value knows where it was written. What
/// is wrong with the text becomes problems with line and column; nothing is thrown. All limits on
/// size and nesting are here, so that no text costs more than bounded time and memory.
@NullMarked
package io.nokube.model.text;

import org.jspecify.annotations.NullMarked;
