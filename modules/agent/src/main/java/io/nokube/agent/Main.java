package io.nokube.agent;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `nokube agent …` runs a node's agent until it is told to end; `nokube agent-command …` does one
/// thing on this host.
public final class Main {
  private static final Logger LOG = LoggerFactory.getLogger(Main.class);

  private Main() {}

  public static void main(String[] arguments) {
    List<String> words = List.of(arguments);
    System.exit(run(words.getFirst(), words.subList(1, words.size())));
  }

  private static int run(String command, List<String> words) {
    return switch (command) {
      case "agent" -> agent(words);
      case "agent-command" -> agentCommand(words);
      default -> {
        System.err.println("nokube: " + command + " is neither agent nor agent-command");
        yield 2;
      }
    };
  }

  private static int agent(List<String> words) {
    AgentLives lives = new AgentLives();
    try {
      AgentProcess.Plan plan = Plans.read(AgentOptions.parse(words), Version.TEXT);
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(() -> {
                LOG.info("agent ending node={}", plan.node());
                lives.close();
              }));
      lives.live(plan, Main::stuck);
      return 0;
    } catch (AgentFailure failure) {
      System.err.println(failure.getMessage());
      LOG.error("agent cannot start why=\"{}\"", failure.getMessage());
      return 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  private static void stuck(String why) {
    LOG.error("agent can not go on and ends itself: its successor adopts why=\"{}\"", why);
    Runtime.getRuntime().halt(70);
  }

  private static int agentCommand(List<String> words) {
    if (words.size() != 1) {
      System.err.println("usage: nokube agent-command <base64 JSON> (docs/agent-command.md)");
      return 2;
    }
    return io.nokube.host.CommandAgent.run(words.getFirst(), System.out);
  }
}
