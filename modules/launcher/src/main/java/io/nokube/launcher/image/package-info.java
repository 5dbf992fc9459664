/// Archives of images as `docker save` makes them, and what of them a host has already.
@NullMarked
package io.nokube.launcher.image;

import org.jspecify.annotations.NullMarked;
