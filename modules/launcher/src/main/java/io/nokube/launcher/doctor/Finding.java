package io.nokube.launcher.doctor;

/// Something that is wrong now.
///
/// @param subject what it is about, such as `node/n2` or `pod/web-1`
/// @param wrong what is wrong, as the cluster says it
/// @param advice what to do
public record Finding(String subject, String wrong, String advice) {}
