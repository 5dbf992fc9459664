/// Certificates: authorities, and what they give to nodes and users.
///
/// What enters is who is to hold a certificate ([Holder][io.nokube.certificates.Holder]), PEM texts
/// and the time; what leaves are PEM texts, what a certificate says, and whether it is to be
/// renewed and why. Keys and signatures are the JDK's; Bouncy Castle only builds and reads the
/// structures, and is never registered as a provider. This room reads no files, keeps nothing, and
/// knows nothing of hosts and clusters.
@NullMarked
package io.nokube.certificates;

import org.jspecify.annotations.NullMarked;
