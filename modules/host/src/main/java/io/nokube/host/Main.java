package io.nokube.host;

/// The command agent as a program of its own, as it is started on a host: `java …
/// io.nokube.host.Main <base64 JSON>`.
public final class Main {

  private Main() {}

  public static void main(String[] arguments) {
    if (arguments.length != 1) {
      System.err.println("usage: io.nokube.host.Main <base64 JSON> (docs/agent-command.md)");
      System.exit(CommandAgent.REFUSED);
    }
    System.exit(CommandAgent.run(arguments[0], System.out));
  }
}
