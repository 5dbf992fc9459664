package io.nokube.launcher.ssh;

import java.time.Duration;
import java.util.Optional;

/// What a program prints, and how it ends. One thread reads it.
public interface Output {

  /// The next line of its standard output, without its end, as UTF-8; empty after the last.
  ///
  /// @param patience how long this one line is waited for, within the program's own deadline
  /// @throws SshFailure `TIMEOUT` if no line comes in time (the next one can still be waited for,
  ///   if it was only patience that ended), `CONNECTION_LOST`, or `OTHER` if a line is longer than
  ///   16 MiB
  Optional<String> nextLine(Duration patience);

  /// Waits for its end; its lines have to be read before, or it waits for their reader. A signal
  /// that ended it is 128 and its number, as with a shell.
  ///
  /// @throws SshFailure if the connection is lost before, or at the program's deadline: nobody
  ///   knows its code then
  int exitCode();

  /// The end of its standard error so far: 8 KiB at most.
  String errors();
}
