package io.nokube.host.node;

import java.nio.file.Path;

/// A file that was staged and shall lie in the workspace.
///
/// @param from where it was staged
/// @param to its path inside the workspace
/// @param mode its permission bits
record PlacedFile(Path from, String to, int mode) {}
