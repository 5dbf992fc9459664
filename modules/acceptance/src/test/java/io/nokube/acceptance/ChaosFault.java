package io.nokube.acceptance;

import java.util.List;

/// What happens to a host of a [Playground], and how it ends.
///
/// @param host where
record ChaosFault(Kind kind, String host) {

  enum Kind {
    /// Comes back by itself.
    AGENT_KILLED,
    AGENT_PAUSED,
    ETCD_KILLED,
    ETCD_PAUSED,
    /// Its containers run on.
    ENGINE_KILLED,
    /// All of it at once, like a power failure.
    HOST_KILLED,
    CUT_OFF,
    HEARS_NOTHING,
    SAYS_NOTHING;

    /// Whether a member of etcd on that host is of no use meanwhile.
    boolean takesEtcd() {
      return switch (this) {
        case AGENT_KILLED, AGENT_PAUSED, ENGINE_KILLED -> false;
        case ETCD_KILLED, ETCD_PAUSED, HOST_KILLED, CUT_OFF, HEARS_NOTHING, SAYS_NOTHING -> true;
      };
    }

    boolean needsEtcd() {
      return this == ETCD_KILLED || this == ETCD_PAUSED;
    }
  }

  void begin(Playground hosts) {
    switch (kind) {
      case AGENT_KILLED -> signal(hosts, "KILL", agent(hosts));
      case AGENT_PAUSED -> signal(hosts, "STOP", agent(hosts));
      case ETCD_KILLED -> hosts.exec(host, "docker", "kill", etcd(hosts));
      case ETCD_PAUSED -> hosts.exec(host, "docker", "pause", etcd(hosts));
      case ENGINE_KILLED -> signal(hosts, "KILL", hosts.exec(host, "pidof", "dockerd"));
      case HOST_KILLED -> hosts.nokube.docker("kill", hosts.container(host));
      case CUT_OFF -> cut(hosts, "--insert", "INPUT", "OUTPUT");
      case HEARS_NOTHING -> cut(hosts, "--insert", "INPUT");
      case SAYS_NOTHING -> cut(hosts, "--insert", "OUTPUT");
    }
  }

  void end(Playground hosts) {
    switch (kind) {
      case AGENT_KILLED -> {}
      case AGENT_PAUSED -> signal(hosts, "CONT", agent(hosts));
      case ETCD_KILLED -> hosts.exec(host, "docker", "start", etcd(hosts));
      case ETCD_PAUSED -> hosts.exec(host, "docker", "unpause", etcd(hosts));
      case ENGINE_KILLED -> hosts.exec(host, "/etc/init.d/docker", "start");
      case HOST_KILLED -> hosts.nokube.docker("start", hosts.container(host));
      case CUT_OFF -> cut(hosts, "--delete", "INPUT", "OUTPUT");
      case HEARS_NOTHING -> cut(hosts, "--delete", "INPUT");
      case SAYS_NOTHING -> cut(hosts, "--delete", "OUTPUT");
    }
  }

  private List<String> agent(Playground hosts) {
    String ready = "/var/lib/nokube/" + hosts.name + "/agent/ready.json";
    return List.of(
        Cluster.json(String.join("", hosts.exec(host, "cat", ready))).path("pid").asText());
  }

  private static String etcd(Playground hosts) {
    return "nokube-" + hosts.name + "-etcd";
  }

  private void signal(Playground hosts, String signal, List<String> pids) {
    hosts.exec(host, "kill", "-" + signal, String.join(" ", pids).strip());
  }

  private void cut(Playground hosts, String change, String... chains) {
    for (String chain : chains) {
      String device = chain.equals("INPUT") ? "--in-interface" : "--out-interface";
      hosts.exec(host, "iptables", change, chain, device, "eth0", "--jump", "DROP");
    }
  }

  @Override
  public String toString() {
    return host + " " + kind;
  }
}
