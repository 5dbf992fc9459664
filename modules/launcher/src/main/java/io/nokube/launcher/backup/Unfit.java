package io.nokube.launcher.backup;

/// A file that can't be restored. The message says why, as the end of a sentence about it.
public final class Unfit extends RuntimeException {
  private static final long serialVersionUID = 1;

  Unfit(String why) {
    super(why);
  }
}
