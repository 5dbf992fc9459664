/// The file that `nokube backup` writes and `nokube restore` reads. What it holds is checked before
/// anything is done with it.
@NullMarked
package io.nokube.launcher.backup;

import org.jspecify.annotations.NullMarked;
