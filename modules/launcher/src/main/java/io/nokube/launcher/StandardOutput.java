package io.nokube.launcher;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/// Standard output that doesn't go on when nobody takes it: a `PrintStream` by itself keeps quiet
/// about a full disk and a closed pipe, and a watch would go on for ever.
final class StandardOutput extends OutputStream {
  private final FileOutputStream out = new FileOutputStream(FileDescriptor.out);

  /// Output could not be written.
  static final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1;

    Failed(IOException cause) {
      super(cause.getMessage(), cause);
    }

    /// Whether whoever read it has had enough, such as `head`.
    boolean closedPipe() {
      return String.valueOf(getMessage()).contains("Broken pipe");
    }
  }

  @Override
  public void write(int octet) {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      throw new Failed(e);
    }
  }
}
