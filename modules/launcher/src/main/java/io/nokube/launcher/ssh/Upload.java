package io.nokube.launcher.ssh;

import java.nio.file.Path;

/// A file to be put on a host.
///
/// @param remote absolute, or from the user's home
/// @param mode its permission bits: `0644`
public record Upload(Path local, String remote, int mode) {}
