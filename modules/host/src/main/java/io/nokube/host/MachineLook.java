package io.nokube.host;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/// What is on a machine, as a report; nothing is changed.
final class MachineLook {

  private MachineLook() {}

  static ObjectNode of(Deadline deadline) {
    var system = OperatingSystem.look();
    var report = JsonNodeFactory.instance.objectNode();
    var about = report.putObject("system");
    about.put("name", system.name()).put("id", system.id()).put("version", system.version());
    about.put("architecture", system.architecture()).put("systemd", system.systemd());
    about.put("supported", system.refusal().isEmpty());
    report.put("privilege", Privilege.look().name().toLowerCase(Locale.ROOT));
    docker(new DockerEngine().look(), report.putObject("docker"));
    var etcd = report.putObject("etcd").put("installed", Program.find("etcd").isPresent());
    if (Program.find("etcd").isPresent()) {
      var program = EtcdProgram.look(deadline);
      etcd.put("program", program.program().toString()).put("version", program.version());
    }
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
}
