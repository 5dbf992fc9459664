/// The pod engine on Docker. Plans enter (what a container, an image, a volume is to be); what the
/// engine shows, or why it refuses, leaves. It decides nothing about pods: no restarts, no backoff.
///
/// It touches only containers that carry this cluster's and node's labels, since several agents and
/// strangers share one engine. All it knows of them it can find again from the labels.
@NullMarked
package io.nokube.containers;

import org.jspecify.annotations.NullMarked;
