/// What `nokube doctor` finds wrong in what a cluster says of itself. Pure.
@NullMarked
package io.nokube.launcher.doctor;

import org.jspecify.annotations.NullMarked;
