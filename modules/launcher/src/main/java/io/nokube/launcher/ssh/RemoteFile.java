package io.nokube.launcher.ssh;

/// What is at a path on a host, links followed.
///
/// @param size in bytes
/// @param mode the permission bits: `0644`
public record RemoteFile(long size, int mode, boolean isDirectory) {}
