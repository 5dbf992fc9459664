package io.nokube.launcher;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// `nokube quickstart`: from nothing to a running, self-healing example on this machine; again, it
/// starts what is missing and changes nothing else.
final class QuickstartCommand implements Command {
  static final Syntax ARGUMENTS =
      new Syntax(
          "",
          0,
          0,
          List.of(
              Syntax.flag(
                  "", "no-install", "refuse, naming what is missing, instead of installing"),
              Syntax.flag("", "clean", "remove all that it made, and nothing else")),
          List.of("nokube quickstart", "nokube quickstart --clean"));

  private final Arguments arguments;

  QuickstartCommand(Arguments arguments) {
    this.arguments = arguments;
  }

  @Override
  public int run(Terminal terminal) {
    Home home = Home.ofUser();
    QuickstartPlan plan = new QuickstartPlan(home.folder().resolve(QuickstartPlan.CLUSTER));
    Path dist = HostCommand.distribution();
    HostCommand host = new HostCommand(dist.resolve("bin").resolve("nokube"));
    try (QuickstartLock lock = QuickstartLock.take(home)) {
      return arguments.has("clean")
          ? new QuickstartClean(plan, home, host).run(terminal)
          : quickstart(terminal, home, plan, dist, host);
    }
  }

  private int quickstart(
      Terminal terminal, Home home, QuickstartPlan plan, Path dist, HostCommand host) {
    Steps steps = new Steps(terminal);
    host.run(
        plan.prepareMachine(arguments.has("no-install")),
        line -> {
          if (line.path("state").asText().equals("done")) {
            steps.done(line.path("step").asText(), line.path("detail").asText());
          } else if (line.path("detail").asText().startsWith("install")) {
            steps.note(line.path("step").asText(), line.path("detail").asText());
          }
        });
    host.run(plan.makeImage(), line -> {});
    steps.done("image", QuickstartPlan.IMAGE);
    new AgentTraining(dist, home.folder().resolve("training"), host).unlessDone(steps);
    QuickstartCluster cluster = new QuickstartCluster(plan, host, dist);
    steps.done("etcd", cluster.etcd());
    long started = System.nanoTime();
    Home.Credentials credentials = cluster.agents(QuickstartPlan.MEMBERS, member -> Map.of());
    home.remember(credentials);
    steps.done(
        "agents",
        "n1 (head)  n2  n3   joined in %.1fs".formatted((System.nanoTime() - started) / 1e9));
    new QuickstartExample(dist, new ApiClient(credentials), steps).show(terminal);
    terminal.line(
        "  Now try:  ./nokube get pods    ./nokube tree    ./nokube logs …    ./nokube apply -f …   "
            + " ./nokube quickstart --clean");
    return 0;
  }
}
