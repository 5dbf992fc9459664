package io.nokube.agent;

import io.nokube.actor.isolation.Times;
import io.nokube.agent.AgentProcess.Plan;
import io.nokube.agent.config.ClusterConfig;
import io.nokube.agent.config.ClusterConfig.NodeConfig;
import io.nokube.agent.config.NodeFile;
import io.nokube.agent.config.Url;
import io.nokube.containers.EngineSettings;
import io.nokube.etcd.Sealing;
import io.nokube.etcd.session.EtcdSettings;
import io.nokube.etcd.session.EtcdTls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// What the parts of an agent are opened with, of its plan.
final class PartSettings {
  private PartSettings() {}

  /// What Secrets are sealed with; the message of a failure never holds it.
  static Sealing sealing(Plan plan) {
    if (plan.config().sealingKey().isEmpty()) {
      return Sealing.NONE;
    }
    Path file = plan.config().sealingKey().get().path();
    try {
      return Sealing.parse(Files.readString(file));
    } catch (IOException e) {
      throw new AgentFailure("cannot read the sealing key " + file + ": " + e);
    } catch (IllegalArgumentException e) {
      throw new AgentFailure("the sealing key " + file + ": " + e.getMessage());
    }
  }

  static EtcdSettings etcd(Plan plan) {
    ClusterConfig.Etcd etcd = plan.config().etcd();
    try {
      return new EtcdSettings(
          etcd.endpoints().stream().map(Url::uri).toList(),
          etcd.leaseTtl(),
          etcd.leaseRenew(),
          etcd.requestTimeout(),
          etcd.reconnectBound(),
          plan.toEtcd().map(identity -> new EtcdTls(identity.key(), identity.nodes())));
    } catch (IllegalArgumentException e) {
      throw new AgentFailure("the cluster's configuration: etcd: " + e.getMessage());
    }
  }

  /// When containers are to end if this node is cut off; empty: never.
  static Optional<Times> times(ClusterConfig config) {
    try {
      return config
          .isolation()
          .map(isolation ->
              Times.of(
                  config.etcd().leaseTtl(),
                  isolation.replacedAfter(),
                  isolation.stopGrace(),
                  isolation.killBudget()));
    } catch (IllegalArgumentException e) {
      throw new AgentFailure("the cluster's configuration: " + e.getMessage());
    }
  }

  static EngineSettings engine(Plan plan, NodeConfig node) {
    var engine = plan.hosting().engine();
    return new EngineSettings(
        node.docker().uri(),
        plan.config().cluster(),
        plan.config().id(),
        plan.node(),
        node.address(),
        node.workspace().path(),
        node.memory().path(),
        node.hostRoot().path(),
        plan.config().registries().map(NodeFile::path),
        engine.count("starts_at_once"),
        engine.count("follows_at_once"),
        engine.duration("call_deadline"),
        engine.duration("pull_deadline"),
        engine.duration("reconnect"),
        engine.count("log_max_mib") + "m",
        engine.count("log_max_files"));
  }
}
