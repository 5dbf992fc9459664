package io.nokube.launcher.ssh;

import java.io.IOException;
import net.schmizz.sshj.common.Buffer;

/// How much a file system still takes (`statvfs@openssh.com`, OpenSSH's PROTOCOL, 4.4).
///
/// @param bytes for users without privileges
/// @param files that can still be made
record FreeSpace(long bytes, long files, boolean readOnly) {
  private static final int READ_ONLY = 1;

  /// @param reply at its first field
  static FreeSpace read(Buffer<?> reply) throws IOException {
    long[] fields = new long[10];
    for (int i = 0; i < fields.length; i++) {
      fields[i] = reply.readUInt32() << 32 | reply.readUInt32();
    }
    long files = fields[5] == 0 ? Long.MAX_VALUE : fields[7]; // Btrfs counts none
    return new FreeSpace(fields[4] * fields[1], files, (fields[9] & READ_ONLY) != 0);
  }

  /// Whether it is for want of room that so many bytes could not be written.
  boolean isTooLittleFor(long wanted) {
    return bytes < Math.max(wanted, 4096) || files == 0;
  }
}
