package io.nokube.containers;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.InternetProtocol;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import io.nokube.actor.engine.ContainerPlan;
import io.nokube.actor.engine.Network;
import io.nokube.actor.engine.SandboxPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A plan in Docker's words: the body of `POST /containers/create`, with nothing in it that the
/// plan does not say, so that it costs no more than the same call made by hand.
///
/// Docker's restart policy stays at its default, `no`: nokube restarts.
final class CreateBody {
  private CreateBody() {}

  /// @param mounts of the plan, resolved to paths of the node
  static void fill(
      CreateContainerCmd body, ContainerPlan plan, List<Mount> mounts, EngineSettings settings) {
    HostConfig host = host(plan.network(), settings);
    network(body, host, plan.network(), settings);
    if (!plan.entrypoint().isEmpty()) {
      body.withEntrypoint(plan.entrypoint());
    }
    if (!plan.args().isEmpty()) {
      body.withCmd(plan.args());
    }
    if (!plan.env().isEmpty()) {
      body.withEnv(plan.env());
    }
    if (!plan.workingDir().isEmpty()) {
      body.withWorkingDir(plan.workingDir());
    }
    if (!plan.user().isEmpty()) {
      body.withUser(plan.user());
    }
    if (!plan.groups().isEmpty()) {
      host.withGroupAdd(plan.groups().stream().map(Object::toString).toList());
    }
    if (plan.hostPid()) {
      host.withPidMode("host");
    }
    if (!mounts.isEmpty()) {
      host.withMounts(mounts);
    }
    security(host, plan);
    resources(host, plan);
    body.withHostConfig(host);
  }

  static void fill(CreateContainerCmd body, SandboxPlan plan, EngineSettings settings) {
    HostConfig host = host(plan.network(), settings);
    network(body, host, plan.network(), settings);
    body.withEntrypoint(PauseImage.COMMAND).withHostConfig(host);
  }

  private static HostConfig host(Network network, EngineSettings settings) {
    String mode =
        switch (network) {
          case Network.Own own -> "bridge";
          case Network.Host node -> "host";
          case Network.Shared shared -> "container:" + shared.sandbox();
        };
    return HostConfig.newHostConfig()
        .withNetworkMode(mode)
        .withLogConfig(
            new LogConfig(
                LogConfig.LoggingType.JSON_FILE,
                Map.of(
                    "max-size",
                    settings.logMaxSize(),
                    "max-file",
                    Integer.toString(settings.logMaxFiles()))));
  }

  private static void network(
      CreateContainerCmd body, HostConfig host, Network network, EngineSettings settings) {
    if (!(network instanceof Network.Own own)) {
      return;
    }
    if (!own.hostname().isEmpty()) {
      body.withHostName(hostname(own.hostname()));
    }
    List<ExposedPort> exposed = new ArrayList<>();
    List<PortBinding> published = new ArrayList<>();
    for (Network.Publish port : own.ports()) {
      var inside =
          new ExposedPort(
              port.containerPort(),
              InternetProtocol.parse(port.protocol().toLowerCase(Locale.ROOT)));
      exposed.add(inside);
      String ip = port.hostIp().isEmpty() ? settings.nodeAddress() : port.hostIp();
      port.hostPort()
          .ifPresent(
              at -> published.add(new PortBinding(Ports.Binding.bindIpAndPort(ip, at), inside)));
    }
    if (!exposed.isEmpty()) {
      body.withExposedPorts(exposed);
    }
    if (!published.isEmpty()) {
      host.withPortBindings(published);
    }
  }

  /// Linux takes at most 64 characters. As the kubelet cuts it (`truncatePodHostnameIfNeeded`).
  private static String hostname(String wanted) {
    return wanted.length() <= 63 ? wanted : wanted.substring(0, 63).replaceFirst("[-.]+$", "");
  }

  private static void security(HostConfig host, ContainerPlan plan) {
    if (plan.privileged()) {
      host.withPrivileged(true);
    }
    if (plan.noNewPrivileges()) {
      host.withSecurityOpts(List.of("no-new-privileges"));
    }
    if (plan.readOnlyRoot()) {
      host.withReadonlyRootfs(true);
    }
    if (!plan.addCapabilities().isEmpty()) {
      host.withCapAdd(capabilities(plan.addCapabilities()));
    }
    if (!plan.dropCapabilities().isEmpty()) {
      host.withCapDrop(capabilities(plan.dropCapabilities()));
    }
  }

  /// @throws IllegalArgumentException if Docker knows none of that name
  private static Capability[] capabilities(List<String> names) {
    return names.stream()
        .map(name -> name.toUpperCase(Locale.ROOT).replaceFirst("^CAP_", ""))
        .map(CreateBody::capability)
        .toArray(Capability[]::new);
  }

  private static Capability capability(String name) {
    for (Capability known : Capability.values()) {
      if (known.name().equals(name)) {
        return known;
      }
    }
    throw new IllegalArgumentException("unknown capability \"" + name + "\"");
  }

  /// As the kubelet has it, memory and swap together are limited to the limit of memory.
  private static void resources(HostConfig host, ContainerPlan plan) {
    if (plan.nanoCpus() > 0) {
      host.withNanoCPUs(plan.nanoCpus());
    }
    if (plan.cpuShares() > 0) {
      host.withCpuShares(Math.toIntExact(plan.cpuShares()));
    }
    if (plan.memoryBytes() > 0) {
      host.withMemory(plan.memoryBytes()).withMemorySwap(plan.memoryBytes());
    }
  }
}
