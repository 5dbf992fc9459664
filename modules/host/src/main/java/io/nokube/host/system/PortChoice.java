package io.nokube.host.system;

/// Which port something shall listen on.
public sealed interface PortChoice {

  /// This one and no other.
  public record Fixed(int port) implements PortChoice {

    public Fixed {
      if (port < 1 || port > 65535) {
        throw new IllegalArgumentException("a port is 1 to 65535, not " + port);
      }
    }
  }

  /// Any that is free; once chosen it is remembered.
  public record Free() implements PortChoice {}
}
