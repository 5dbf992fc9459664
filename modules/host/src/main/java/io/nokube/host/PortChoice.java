package io.nokube.host;

/// Which port something shall listen on.
public sealed interface PortChoice {

  /// This one and no other.
  record Fixed(int port) implements PortChoice {

    public Fixed {
      if (port < 1 || port > 65535) {
        throw new IllegalArgumentException("a port is 1 to 65535, not " + port);
      }
    }
  }

  /// Any that is free; once chosen it is remembered.
  record Free() implements PortChoice {}
}
