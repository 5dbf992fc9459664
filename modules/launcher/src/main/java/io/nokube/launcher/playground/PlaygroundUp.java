package io.nokube.launcher.playground;

import com.fasterxml.jackson.databind.JsonNode;
import io.nokube.launcher.CommandFailure;
import io.nokube.launcher.HostCommand;
import io.nokube.launcher.Steps;
import io.nokube.launcher.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// `nokube playground up`: hosts, as many as are wanted; what runs is kept.
record PlaygroundUp(Playground playground, HostCommand host) {
  int run(Optional<Long> wanted, Set<String> bare, Terminal terminal) {
    Steps steps = new Steps(terminal);
    host.run(playground.prepareMachine(), line -> said(steps, line));
    folder();
    Hosts hosts = new Hosts(playground);
    List<HostStep> plan = HostStep.of(wanted, bare, hosts.look());
    Map<Variant, String> images = images(plan, steps);
    Login login = new Login(playground);
    login.key();
    Subnet subnet = hosts.network();
    boolean privileged = images.values().stream().findFirst().map(Hosts::privileged).orElse(false);
    Hosts.Making making = new Hosts.Making(images, subnet, privileged);
    for (HostStep step : plan) {
      hosts.bring(step, making, playground.aptConfiguration());
    }
    steps.done(
        "hosts",
        plan.stream()
            .map(step -> step.host() + " " + step.address(subnet) + said(step))
            .collect(Collectors.joining("  ")));
    List<ClusterFile.Host> entered = enter(hosts, login, subnet, plan);
    steps.done("ssh", entered.size() == 1 ? "1 host answers" : entered.size() + " hosts answer");
    terminal.line("  Next:  ./nokube new-or-update " + playground.clusterFile());
    terminal.line(playground.clusterFile().toString());
    return 0;
  }

  private static void said(Steps steps, JsonNode line) {
    String detail = line.path("detail").asText();
    if (line.path("state").asText().equals("done")) {
      steps.done(line.path("step").asText(), detail);
    } else if (detail.startsWith("install") || detail.startsWith("making")) {
      steps.note(line.path("step").asText(), detail);
    }
  }

  private static String said(HostStep step) {
    String bare = step.variant() == Variant.BARE ? " (bare)" : "";
    return switch (step) {
      case HostStep.Keep kept -> bare;
      case HostStep.Unpause paused -> bare + " unpaused";
      case HostStep.Start stopped -> bare + " started";
      case HostStep.Create missing -> bare + " made";
    };
  }

  /// The images that new hosts need. (They are made as root, since debootstrap needs that.)
  private Map<Variant, String> images(List<HostStep> plan, Steps steps) {
    Map<Variant, String> images = new EnumMap<>(Variant.class);
    for (HostStep step : plan) {
      if (step instanceof HostStep.Create && !images.containsKey(step.variant())) {
        long started = System.nanoTime();
        JsonNode made =
            asRoot()
                .run(
                    Playground.makeImage(step.variant()),
                    line -> {
                      if (line.path("state").asText().equals("started")) {
                        said(steps, line);
                      }
                    });
        String image = made.path("image").asText();
        images.put(step.variant(), image);
        aptConfiguration(made.path("aptConfiguration"));
        steps.done(
            "host image",
            made.path("change").asText().equals("present")
                ? image + " present"
                : "%s made in %ds".formatted(image, (System.nanoTime() - started) / 1_000_000_000));
      }
    }
    return images;
  }

  private HostCommand asRoot() {
    String privilege =
        host.run(HostCommand.request("look", 30), line -> {}).path("privilege").asText();
    return switch (privilege) {
      case "root" -> host;
      case "sudo" -> host.bySudo();
      default ->
          throw CommandFailure.failed(
              "making the hosts' image needs root: run this as root, or let this user use sudo without a password");
    };
  }

  /// How new hosts reach the packages' mirror: as this machine does.
  private void aptConfiguration(JsonNode lines) {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(line.asText()).append('\n'));
    write(playground.aptConfiguration(), text.toString());
  }

  private List<ClusterFile.Host> enter(
      Hosts hosts, Login login, Subnet subnet, List<HostStep> plan) {
    List<ClusterFile.Host> entered = new ArrayList<>();
    StringBuilder known = new StringBuilder();
    for (HostStep step : plan) {
      String address = step.address(subnet);
      Login.awaitSshd(step.host(), address);
      HostKey key = hosts.hostKey(step.host());
      known.append(key.known(address));
      entered.add(new ClusterFile.Host(step.host(), address, key.fingerprint()));
    }
    write(playground.knownHosts(), known.toString());
    write(playground.sshConfig(), login.config(entered));
    entered.forEach(each -> login.enter(each.name()));
    write(
        playground.clusterFile(),
        new ClusterFile(playground.name(), playground.key(), entered).yaml());
    return entered;
  }

  private void folder() {
    try {
      // What it holds is for its owner alone: the key, and how this machine's proxy is used.
      Files.createDirectories(
          playground.folder(),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (IOException e) {
      throw CommandFailure.failed("cannot make " + playground.folder() + ": " + e.getMessage());
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw CommandFailure.failed("cannot write " + file + ": " + e.getMessage());
    }
  }
}
