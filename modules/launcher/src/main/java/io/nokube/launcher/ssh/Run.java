package io.nokube.launcher.ssh;

import java.util.Optional;

/// A program that runs on a host. One thread reads it; another may send to it or close it.
public interface Run extends Output, AutoCloseable {

  /// As [#nextLine(java.time.Duration)], up to the program's deadline.
  Optional<String> nextLine();

  /// Gives it further standard input.
  void send(byte[] input);

  /// Ends its standard input.
  void closeInput();

  /// Ends the channel: the program sees the end of its input and can't print any more.
  @Override
  void close();
}
