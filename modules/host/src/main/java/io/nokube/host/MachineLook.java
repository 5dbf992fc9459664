package io.nokube.host;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nokube.host.node.NodeLook;
import io.nokube.host.system.Deadline;
import io.nokube.host.system.EtcdProgram;
import io.nokube.host.system.Program;
import java.util.Locale;
import java.util.Optional;

/// What is on a machine, as a report; nothing is changed.
final class MachineLook {

  private MachineLook() {}

  /// @param place what of a cluster to look at besides
  static ObjectNode of(Optional<Request.Place> place, Deadline deadline) {
    var system = OperatingSystem.look();
    var report = JsonNodeFactory.instance.objectNode();
    var about = report.putObject("system");
    about.put("name", system.name()).put("id", system.id()).put("version", system.version());
    about.put("architecture", system.architecture()).put("systemd", system.systemd());
    about.put("supported", system.refusal().isEmpty());
    report.put("privilege", Privilege.look().name().toLowerCase(Locale.ROOT));
    var docker = new DockerEngine().look();
    var engine = report.putObject("docker");
    docker(docker, engine);
    var plan = DockerPlan.of(docker, system.systemd(), Privilege.look());
    refusal(plan, engine);
    var usable = plan instanceof DockerPlan.Use;
    if (usable) {
      EngineSetup.report(engine, system.systemd(), deadline);
    }
    var etcd = report.putObject("etcd").put("installed", Program.find("etcd").isPresent());
    if (Program.find("etcd").isPresent()) {
      var program = EtcdProgram.look(deadline);
      etcd.put("program", program.program().toString()).put("version", program.version());
    }
    place.ifPresent(node ->
        NodeLook.onThisHost(node.workspace(), node.cluster(), usable).report(report, deadline));
    return report;
  }

  private static void docker(DockerState state, ObjectNode report) {
    switch (state) {
      case DockerState.Running running ->
          report
              .put("state", "running")
              .put("version", running.version())
              .put("api", running.api());
      case DockerState.Denied denied -> report.put("state", "denied");
      case DockerState.Ill ill -> report.put("state", "ill").put("why", ill.why());
      case DockerState.Stopped stopped ->
          report.put("state", "stopped").put("dockerd", stopped.dockerd().toString());
      case DockerState.NotInstalled none -> report.put("state", "notInstalled");
    }
  }

  /// An engine that is refused is asked nothing more.
  static void refusal(DockerPlan plan, ObjectNode report) {
    if (plan instanceof DockerPlan.Refuse(String why, String advice)) {
      report.put("refusal", why).put("advice", advice);
    }
  }
}
