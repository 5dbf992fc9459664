/// The `nokube` command: what the user types, sent to a cluster's API, and quickstart. What enters
/// is arguments, what leaves is text for people, JSON with `-o json`, and an exit code. Every
/// command is one [Command]. Starts fast, so it loads little.
@NullMarked
package io.nokube.launcher;

import org.jspecify.annotations.NullMarked;
