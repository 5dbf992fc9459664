/// What a machine is looked at and changed with: its programs, processes, ports and locks, its
/// Docker engine's socket; and how a step is told and a request's fields are read.
///
/// Nothing here knows what is being made of the machine.
@NullMarked
package io.nokube.host.system;

import org.jspecify.annotations.NullMarked;
