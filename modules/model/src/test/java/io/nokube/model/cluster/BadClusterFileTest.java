package io.nokube.model.cluster;

import static io.nokube.model.cluster.ClusterFiles.external;
import static io.nokube.model.cluster.ClusterFiles.five;
import static io.nokube.model.cluster.ClusterFiles.one;
import static io.nokube.model.cluster.ClusterFiles.problems;
import static io.nokube.model.cluster.ClusterFiles.three;
import static io.nokube.model.cluster.ClusterFiles.with;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What cluster.yaml can be wrong in. Each message stands as users see it.
class BadClusterFileTest {
  @Test
  void anEmptyFile() {
    assertThat(problems(""))
        .containsExactly(
            "cluster.yaml:1:1: is empty: every setting must be written down; none has a default");
  }

  @Test
  void nothingHasADefault() {
    assertThat(problems("cluster: demo\n"))
        .containsExactly(
            "cluster.yaml:1:1: api: missing; nokube has no default for it: The Kubernetes API, served by every head.",
            "cluster.yaml:1:1: certificates: missing; nokube has no default for it: The certificates by which nodes know one another.",
            "cluster.yaml:1:1: etcd: missing; nokube has no default for it: The cluster's etcd, and how agents keep contact with it.",
            "cluster.yaml:1:1: evict_after: missing; nokube has no default for it: How long a node must be silent before its pods are replaced elsewhere, longer than etcd.lease_ttl; never: they wait for it.",
            "cluster.yaml:1:1: images: missing; nokube has no default for it: How hosts get container images.",
            "cluster.yaml:1:1: nodes: missing; nokube has no default for it: The hosts, by the node's name, a DNS label. At least one is a head.",
            "cluster.yaml:1:1: on_isolation: missing; nokube has no default for it: What the pods of a node do that is cut off from etcd for longer than its lease. keep: they run on, and doubles end once the node is back. stop: they end, so that a pod and its replacement never run at once.",
            "cluster.yaml:1:1: orphan_grace: missing; nokube has no default for it: How long a pod lives on while nobody at all is its parent; never: without end.",
            "cluster.yaml:1:1: packages: missing; nokube has no default for it: How hosts get the Debian packages that they lack.",
            "cluster.yaml:1:1: poll_children: missing; nokube has no default for it: How often a parent asks its children whether they are well.",
            "cluster.yaml:1:1: poll_parent: missing; nokube has no default for it: How often a child asks whether its parent is still there.");
  }

  @Test
  void whatIsMissingOrUnknownBelowANode() {
    assertThat(
            problems(
                with(
                    with(one(), "    address: 10.0.0.1\n    ssh", "    adress: 10.0.0.1\n    ssh"),
                    "      become: none\n",
                    "")))
        .containsExactly(
            "cluster.yaml:29:5: nodes[n1].address: missing; nokube has no default for it: The IP address by which the other hosts reach this one: etcd, the agents' bus, the API and host ports listen there. Never a loopback address.",
            "cluster.yaml:30:5: nodes[n1].adress: unknown key; did you mean address?",
            "cluster.yaml:32:7: nodes[n1].ssh.become: missing; nokube has no default for it: How the user becomes root: none, for it is root, or sudo.");
  }

  @Test
  void rulesAreCheckedBesideWhatIsIllTyped() {
    assertThat(
            problems(
                with(
                    with(one(), "client_port: 2379", "client_port: two"),
                    "lease_renew: 2s",
                    "lease_renew: 6s")))
        .containsExactly(
            "cluster.yaml:10:16: etcd.client_port: expected a whole number, found text \"two\"",
            "cluster.yaml:13:16: etcd.lease_renew: Invalid value: \"6s\": must be at most half of etcd.lease_ttl, which is 10s: else one late renewal costs the lease");
  }

  @Test
  void anEvenNumberOfMembers() {
    assertThat(problems(with(three(), "[n1, n2, n3]", "[n1, n2]")))
        .containsExactly(
            "cluster.yaml:10:12: etcd.members: Invalid value: [\"n1\",\"n2\"]: 2 members need both to agree: two heads die together; name 1, 3 or 5 heads");
    assertThat(problems(with(three(), "[n1, n2, n3]", "[n1, n2, n3, n3]")))
        .containsExactly(
            "cluster.yaml:10:12: etcd.members: Invalid value: [\"n1\",\"n2\",\"n3\",\"n3\"]: 4 members need 3 to agree: they outlive the loss of 1, as 3 members do; name 1, 3 or 5 heads",
            "cluster.yaml:10:25: etcd.members[3]: Duplicate value: \"n3\"");
  }

  @Test
  void noMembersOrTooMany() {
    assertThat(problems(with(one(), "[n1]", "[]")))
        .containsExactly("cluster.yaml:9:12: etcd.members: Required value: name 1, 3 or 5 heads");
    assertThat(problems(with(one(), "[n1]", "[n1, n1, n1, n1, n1, n1, n1]")))
        .startsWith(
            "cluster.yaml:9:12: etcd.members: Invalid value: [\"n1\",\"n1\",\"n1\",\"n1\",\"n1\",\"n1\",\"n1\"]: 7 members need 4 to agree to every write; name 1, 3 or 5 heads",
            "cluster.yaml:9:17: etcd.members[1]: Duplicate value: \"n1\"",
            "cluster.yaml:9:21: etcd.members[2]: Duplicate value: \"n1\"",
            "cluster.yaml:9:25: etcd.members[3]: Duplicate value: \"n1\"",
            "cluster.yaml:9:29: etcd.members[4]: Duplicate value: \"n1\"",
            "cluster.yaml:9:33: etcd.members[5]: Duplicate value: \"n1\"",
            "cluster.yaml:9:37: etcd.members[6]: Duplicate value: \"n1\"");
  }

  @Test
  void noEtcdOrTwo() {
    assertThat(problems(one().replaceAll("  members: .*\\n", "")))
        .containsExactly(
            "cluster.yaml:9:3: etcd: Required value: one of members, the heads that run etcd, and external, an etcd that is there already");
    assertThat(problems(with(external(), "  external:", "  members: [n1]\n  external:")))
        .containsExactly(
            "cluster.yaml:10:3: etcd: Forbidden: has members and external: keep the one in which the cluster's data is to lie");
  }

  @Test
  void whatMembersNeedAnExternalEtcdHasNoUseFor() {
    assertThat(
            problems(one().replaceAll("  (client_port|peer_port|quota_backend_bytes): .*\\n", "")))
        .containsExactly(
            "cluster.yaml:9:3: etcd.client_port: Required value: etcd.members need it: the port on which they serve agents",
            "cluster.yaml:9:3: etcd.peer_port: Required value: etcd.members need it: the port on which they talk to one another",
            "cluster.yaml:9:3: etcd.quota_backend_bytes: Required value: etcd.members need it: how large their data may grow, in bytes");
    assertThat(
            problems(
                with(
                    external(),
                    "  external:",
                    "  client_port: 2379\n  peer_port: 2380\n  quota_backend_bytes: 2147483648\n  external:")))
        .containsExactly(
            "cluster.yaml:10:16: etcd.client_port: Forbidden: only etcd.members have a use for it, and an external etcd has its own; remove it",
            "cluster.yaml:11:14: etcd.peer_port: Forbidden: only etcd.members have a use for it, and an external etcd has its own; remove it",
            "cluster.yaml:12:24: etcd.quota_backend_bytes: Forbidden: only etcd.members have a use for it, and an external etcd has its own; remove it");
  }

  @Test
  void endpointsThatAreNone() {
    String endpoints =
        "https://etcd1.example.com:2379, https://etcd2.example.com:2379, https://etcd3.example.com:2379";
    assertThat(problems(with(external(), endpoints, "")))
        .containsExactly(
            "cluster.yaml:11:16: etcd.external.endpoints: Required value: the client URL of at least one member");
    assertThat(
            problems(
                with(
                    external(),
                    endpoints,
                    "http://a:2379, https://a, https://a:2379/v3, \"a:2379\", https://a:1, https://a:1/, \"https://me:hunter2@a:2379\"")))
        .containsExactly(
            "cluster.yaml:11:17: etcd.external.endpoints[0]: Invalid value: \"http://a:2379\": is not encrypted, and whoever listens could read and write all of the cluster's data: have etcd serve TLS (--cert-file, --key-file, --trusted-ca-file, --client-cert-auth) and write https://",
            "cluster.yaml:11:32: etcd.external.endpoints[1]: Invalid value: \"https://a\": is no client URL of etcd: write host and port, such as https://10.0.0.5:2379",
            "cluster.yaml:11:43: etcd.external.endpoints[2]: Invalid value: \"https://a:2379/v3\": is no client URL of etcd: write host and port, such as https://10.0.0.5:2379",
            "cluster.yaml:11:62: etcd.external.endpoints[3]: Invalid value: \"a:2379\": is no client URL of etcd: write host and port, such as https://10.0.0.5:2379",
            "cluster.yaml:11:85: etcd.external.endpoints[5]: Duplicate value: \"https://a:1/\"",
            "cluster.yaml:11:99: etcd.external.endpoints[6]: Invalid value: (not shown): is no client URL of etcd: write host and port, such as https://10.0.0.5:2379");
  }

  @Test
  void filesOfAnExternalEtcdThatAreNoPaths() {
    assertThat(
            problems(
                with(
                    with(external(), "    ca_file: ~/etcd/ca.crt\n", ""),
                    "~/etcd/depot.crt",
                    "depot.crt")))
        .containsExactly(
            "cluster.yaml:11:5: etcd.external.ca_file: missing; nokube has no default for it: The file, on this machine, of the authority that has signed etcd's own certificates; it begins with / or ~/.",
            "cluster.yaml:12:16: etcd.external.cert_file: Invalid value: \"depot.crt\": must be the path of the certificate's file and begin with / or ~/, so that it means the same wherever the command is run");
    assertThat(
            problems(
                with(external(), "~/etcd/depot.key", "\"-----BEGIN PRIVATE KEY-----\\nMIIE\"")))
        .containsExactly(
            "cluster.yaml:14:15: etcd.external.key_file: Invalid value: (not shown): must be the path of the key's file and begin with / or ~/, so that it means the same wherever the command is run");
  }

  @Test
  void membersThatAreNoHeads() {
    assertThat(problems(with(five(), "[h1, h2, h3]", "[h1, h22, w1]")))
        .containsExactly(
            "cluster.yaml:13:17: etcd.members[1]: Invalid value: \"h22\": is no node of this file; did you mean h2?",
            "cluster.yaml:13:22: etcd.members[2]: Invalid value: \"w1\": is a worker, and members run on heads: name a head, or make it one");
  }

  @Test
  void noHead() {
    assertThat(problems(with(one(), "role: head", "role: worker")))
        .containsExactly(
            "cluster.yaml:9:13: etcd.members[0]: Invalid value: \"n1\": is a worker, and members run on heads: name a head, or make it one",
            "cluster.yaml:28:3: nodes: Required value: a node with role: head; etcd, the API and the controllers run there");
    assertThat(problems(one().substring(0, one().indexOf("nodes:")) + "nodes: {}\n"))
        .containsExactly(
            "cluster.yaml:9:13: etcd.members[0]: Invalid value: \"n1\": is no node of this file",
            "cluster.yaml:27:8: nodes: Required value: a node with role: head; etcd, the API and the controllers run there");
  }

  @Test
  void portsThatMeetOrAreNone() {
    assertThat(
            problems(
                with(
                    with(one(), "peer_port: 2380", "peer_port: 2379"), "port: 6443", "port: 2379")))
        .containsExactly(
            "cluster.yaml:11:14: etcd.peer_port: Invalid value: 2379: is also etcd.client_port: a head listens on both",
            "cluster.yaml:18:9: api.port: Invalid value: 2379: is also etcd.client_port: a head listens on both");
    assertThat(
            problems(
                with(with(one(), "peer_port: 2380", "peer_port: 0"), "port: 22", "port: 65536")))
        .containsExactly(
            "cluster.yaml:11:14: etcd.peer_port: Invalid value: 0: must be between 1 and 65535, inclusive",
            "cluster.yaml:33:13: nodes[n1].ssh.port: Invalid value: 65536: must be between 1 and 65535, inclusive");
  }

  @Test
  void timesThatDoNotFitTogether() {
    assertThat(
            problems(
                with(
                    with(
                        with(
                            with(one(), "lease_ttl: 10s", "lease_ttl: 2500ms"),
                            "evict_after: 30s",
                            "evict_after: 2s"),
                        "request_timeout: 3s",
                        "request_timeout: 0s"),
                    "authority_validity: 3650d",
                    "authority_validity: 90d")))
        .containsExactly(
            "cluster.yaml:5:14: evict_after: Invalid value: \"2s\": must be longer than etcd.lease_ttl, which is 2500ms: before that nobody knows that a node is silent",
            "cluster.yaml:12:14: etcd.lease_ttl: Invalid value: \"2500ms\": must be whole seconds, 2s or more: etcd grants no other lease",
            "cluster.yaml:13:16: etcd.lease_renew: Invalid value: \"2s\": must be at most half of etcd.lease_ttl, which is 2500ms: else one late renewal costs the lease",
            "cluster.yaml:14:20: etcd.request_timeout: Invalid value: \"0s\": must be more than nothing and at most 36500d",
            "cluster.yaml:21:23: certificates.authority_validity: Invalid value: \"90d\": must be longer than certificates.node_validity, which is 90d: no certificate outlives its authority");
    assertThat(
            problems(
                with(
                    with(one(), "node_validity: 90d", "node_validity: 5m"),
                    "orphan_grace: 60s",
                    "orphan_grace: 40000d")))
        .containsExactly(
            "cluster.yaml:4:15: orphan_grace: Invalid value: \"40000d\": must be more than nothing and at most 36500d",
            "cluster.yaml:20:18: certificates.node_validity: Invalid value: \"5m\": must be 1h or more: a certificate must outlive its renewal");
  }

  @Test
  void aLeaseShorterThanEtcdGrants() {
    assertThat(
            problems(
                with(
                    with(one(), "lease_ttl: 10s", "lease_ttl: 1s"),
                    "lease_renew: 2s",
                    "lease_renew: 500ms")))
        .containsExactly(
            "cluster.yaml:12:14: etcd.lease_ttl: Invalid value: \"1s\": must be whole seconds, 2s or more: etcd grants no other lease");
  }

  @Test
  void stoppingThatTakesLongerThanTakingOver() {
    assertThat(problems(with(five(), "stop_grace: 10s", "stop_grace: 31s")))
        .containsExactly(
            "cluster.yaml:4:15: on_isolation: Invalid value: \"stop\": a pod could run beside its replacement, or end though all is well: etcd.lease_renew 2s + etcd.request_timeout 3s + isolation.stop_grace 31s + isolation.kill_budget 5s + 2 % of evict_after are more than etcd.lease_ttl 10s + evict_after 30s; shorten the former or lengthen the latter");
    assertThat(problems(with(five(), "stop_grace: 10s", "stop_grace: 29s"))).isEmpty();
    assertThat(
            problems(
                with(
                    with(five(), "stop_grace: 10s", "stop_grace: 31s"),
                    "evict_after: 30s",
                    "evict_after: never")))
        .singleElement()
        .asString()
        .contains("evict_after: Invalid value: \"never\": fits on_isolation: keep alone");
  }

  @Test
  void stopNeedsWhatKeepHasNoUseFor() {
    assertThat(problems(with(one(), "on_isolation: keep", "on_isolation: stop")))
        .containsExactly(
            "cluster.yaml:2:1: isolation: Required value: on_isolation: stop needs stop_grace and kill_budget, to reckon whether pods are dead in time");
    assertThat(problems(with(five(), "on_isolation: stop", "on_isolation: keep")))
        .containsExactly(
            "cluster.yaml:6:3: isolation: Forbidden: only on_isolation: stop has a use for it; remove it");
  }

  @Test
  void addressesThatOtherHostsCannotReach() {
    assertThat(address("127.0.0.2"))
        .containsExactly(
            "cluster.yaml:30:14: nodes[n1].address: Invalid value: \"127.0.0.2\": is a loopback address, by which each host reaches itself: write the one that the other hosts reach");
    assertThat(address("\"::1\""))
        .containsExactly(
            "cluster.yaml:30:14: nodes[n1].address: Invalid value: \"::1\": is a loopback address, by which each host reaches itself: write the one that the other hosts reach");
    assertThat(address("0.0.0.0"))
        .containsExactly(
            "cluster.yaml:30:14: nodes[n1].address: Invalid value: \"0.0.0.0\": means every address of a host: write the one that the other hosts reach");
    assertThat(address("224.0.0.1"))
        .containsExactly(
            "cluster.yaml:30:14: nodes[n1].address: Invalid value: \"224.0.0.1\": is many hosts' address: write the host's own");
    assertThat(address("n1.example.com"))
        .containsExactly(
            "cluster.yaml:30:14: nodes[n1].address: Invalid value: \"n1.example.com\": is no IP address: write the host's own, such as 10.0.0.1 or 2001:db8::1");
  }

  private static List<String> address(String address) {
    return problems(
        with(one(), "    address: 10.0.0.1\n    ssh", "    address: " + address + "\n    ssh"));
  }

  @Test
  void twoNodesThatAreOneHost() {
    assertThat(
            problems(
                with(
                    with(five(), "    address: 10.0.1.2\n", "    address: \"::ffff:10.0.1.1\"\n"),
                    "port: 2202",
                    "port: 2201")))
        .containsExactly(
            "cluster.yaml:94:14: nodes[w2].address: Invalid value: \"::ffff:10.0.1.1\": is also the address of w1: each node is a host of its own",
            "cluster.yaml:96:16: nodes[w2].ssh.address: Invalid value: \"bank.example.com\": with its port it leads to w1, too: each node is a host of its own");
  }

  @Test
  void badNamesLabelsTaintsAndAmounts() {
    String text =
        with(
            with(
                with(
                    with(one(), "  n1:", "  N_1:"),
                    "labels: {}",
                    "labels: {\"-a\": b, disk: \"s d\", count: 1}"),
                "taints: []",
                "taints: [{key: \"\", value: x, effect: NoRun}, {key: a, effect: NoSchedule}]"),
            "{cpu: \"2\", memory: 4Gi, pods: \"110\"}",
            "{cpu: 0, memory: lots, disk: 1, a b/c: 2}");

    assertThat(problems(text))
        .containsExactly(
            "cluster.yaml:9:13: etcd.members[0]: Invalid value: \"n1\": is no node of this file; did you mean N_1?",
            "cluster.yaml:28:3: nodes: Invalid value: \"N_1\": is no name: use at most 63 of a-z, 0-9 and '-', beginning and ending with a letter or digit",
            "cluster.yaml:39:18: nodes[N_1].allocatable[pods]: Required value",
            "cluster.yaml:39:24: nodes[N_1].allocatable[cpu]: Invalid value: 0: must be greater than 0",
            "cluster.yaml:39:35: nodes[N_1].allocatable[memory]: Invalid value: \"lots\": is no quantity: write a number with an optional suffix, such as 250m, 2, 64Mi or 1.5Gi",
            "cluster.yaml:39:41: nodes[N_1].allocatable: Invalid value: \"disk\": is no resource: write cpu, memory, pods, or one of your own such as example.com/gpu",
            "cluster.yaml:39:50: nodes[N_1].allocatable: Invalid value: \"a b/c\": prefix part a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
            "cluster.yaml:40:14: nodes[N_1].labels: Invalid value: \"-a\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
            "cluster.yaml:40:29: nodes[N_1].labels[disk]: Invalid value: \"s d\": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')",
            "cluster.yaml:40:43: nodes[N_1].labels[count]: expected text, found the number 1: put it in quotes",
            "cluster.yaml:41:20: nodes[N_1].taints[0].key: Required value",
            "cluster.yaml:41:42: nodes[N_1].taints[0].effect: Unsupported value: \"NoRun\": supported values: \"NoSchedule\", \"PreferNoSchedule\", \"NoExecute\"",
            "cluster.yaml:41:50: nodes[N_1].taints[1].value: missing; nokube has no default for it: The taint's value; \"\" for none.");
  }

  @Test
  void taintsThatNokubeDerivesItself() {
    String reserved = "node.kubernetes.io/unreachable";
    String text =
        with(
            one(),
            "taints: []",
            "taints: [{key: %s, value: \"\", effect: NoExecute}]".formatted(reserved));

    assertThat(problems(text))
        .containsExactly(
            "cluster.yaml:41:20: nodes[n1].taints[0].key: Forbidden: nokube derives the taints of \"node.kubernetes.io/unreachable\" itself, from the node's Ready condition and spec.unschedulable: use another key, or cordon the node");
  }

  @Test
  void waysToLogInThatAreNone() {
    assertThat(login("{}"))
        .containsExactly(
            "cluster.yaml:36:14: nodes[n1].ssh.login: Required value: one of key_file, agent and password_env");
    assertThat(login("{agent: true, key_file: /root/key}"))
        .containsExactly(
            "cluster.yaml:36:14: nodes[n1].ssh.login: Forbidden: has key_file and agent: keep the one by which to log in");
    assertThat(login("{agent: false}"))
        .containsExactly(
            "cluster.yaml:36:22: nodes[n1].ssh.login.agent: Invalid value: false: must be true; to log in otherwise, remove it");
    assertThat(login("{key_file: id_ed25519}"))
        .containsExactly(
            "cluster.yaml:36:25: nodes[n1].ssh.login.key_file: Invalid value: \"id_ed25519\": must be the path of the key's file and begin with / or ~/, so that it means the same wherever the command is run");
  }

  @Test
  void noMessageShowsAPassword() {
    assertThat(login("{password_env: hunter2!}"))
        .containsExactly(
            "cluster.yaml:36:29: nodes[n1].ssh.login.password_env: Invalid value: (not shown): must be the name of an environment variable: letters, digits and '_'. If it is a password, it has been in a file: change it");
    assertThat(login("{password_env: 1234}"))
        .containsExactly(
            "cluster.yaml:36:29: nodes[n1].ssh.login.password_env: expected text, found a number: put it in quotes");
    assertThat(login("{password: hunter2}"))
        .containsExactly(
            "cluster.yaml:36:14: nodes[n1].ssh.login: Required value: one of key_file, agent and password_env",
            "cluster.yaml:36:15: nodes[n1].ssh.login.password: unknown key");
    assertThat(login("hunter2"))
        .containsExactly("cluster.yaml:36:14: nodes[n1].ssh.login: expected an object, found text");
    assertThat(login("{key_file: \"-----BEGIN PRIVATE KEY-----\\nMIIE\"}"))
        .containsExactly(
            "cluster.yaml:36:25: nodes[n1].ssh.login.key_file: Invalid value: (not shown): must be the path of the key's file and begin with / or ~/, so that it means the same wherever the command is run");
    assertThat(
            problems(
                with(
                    with(
                        with(one(), "proxy: none", "proxy: http://me:hunter2@proxy:3128"),
                        "mirror: none",
                        "mirror: me:hunter2@mirror"),
                    "mirrors: []",
                    "mirrors: [\"https://me:hunter2@a\", \"https://me:hunter2@a\"]")))
        .containsExactly(
            "cluster.yaml:23:10: packages.proxy: Invalid value: (not shown): has a user in it, and this file is no place for passwords: let the server take requests from the hosts' addresses",
            "cluster.yaml:24:11: packages.mirror: Invalid value: (not shown): is no URL of HTTP: write such as http://10.0.0.9:3142",
            "cluster.yaml:26:13: images.mirrors[0]: Invalid value: (not shown): has a user in it, and this file is no place for passwords: let the server take requests from the hosts' addresses",
            "cluster.yaml:26:37: images.mirrors[1]: Invalid value: (not shown): has a user in it, and this file is no place for passwords: let the server take requests from the hosts' addresses");
    assertThat(
            problems(
                with(
                    with(
                        one(),
                        "address: 10.0.0.1\n      port",
                        "address: root:hunter2@10.0.0.1\n      port"),
                    "user: root",
                    "user: root:hunter2@10.0.0.1")))
        .containsExactly(
            "cluster.yaml:32:16: nodes[n1].ssh.address: Invalid value: (not shown): is no IP address or DNS name: write such as 10.0.0.1 or n1.example.com; user and port have keys of their own",
            "cluster.yaml:34:13: nodes[n1].ssh.user: Invalid value: (not shown): must be a user's name, without spaces and colons");
  }

  private static List<String> login(String login) {
    return problems(with(one(), "{key_file: ~/.ssh/id_ed25519}", login));
  }

  @Test
  void registriesThatAreNone() {
    assertThat(
            registries(
                """
                - {host: "https://registry.example.com", username: a, password_env: A}
                - {host: registry.example.com/team, username: a, password_env: A}
                - {host: Registry.example.com, username: a, password_env: A}
                - {host: registry, username: a, password_env: A}
                - {host: "registry:65536", username: a, password_env: A}
                - {host: index.docker.io, username: a, password_env: A}
                - {host: "registry:5000", username: a, password_env: A}
                - {host: localhost, username: a, password_env: A}
                - {host: "registry:5000", ca_file: /etc/ca.crt}
                - {host: "me:hunter2@registry:5000", username: a, password_env: A}
                """))
        .containsExactly(
            "cluster.yaml:28:14: images.registries[0].host: Invalid value: \"https://registry.example.com\": begins with a scheme: write host and port alone, such as registry.example.com:5000",
            "cluster.yaml:29:14: images.registries[1].host: Invalid value: \"registry.example.com/team\": has a path: write host and port alone, which count for all images of theirs",
            "cluster.yaml:30:14: images.registries[2].host: Invalid value: \"Registry.example.com\": is no registry: write a name or IPv4 address in small letters, and its port if it has one, such as registry.example.com:5000",
            "cluster.yaml:31:14: images.registries[3].host: Invalid value: \"registry\": has neither dot nor port, and an image's name that begins so is taken for Docker Hub's: write such as registry.example.com or registry:5000",
            "cluster.yaml:32:14: images.registries[4].host: Invalid value: \"registry:65536\": is no registry: write a name or IPv4 address in small letters, and its port if it has one, such as registry.example.com:5000",
            "cluster.yaml:33:14: images.registries[5].host: Invalid value: \"index.docker.io\": is Docker Hub: write docker.io, as images' names do",
            "cluster.yaml:36:14: images.registries[8].host: Duplicate value: \"registry:5000\"",
            "cluster.yaml:37:14: images.registries[9].host: Invalid value: (not shown): is no registry: write a name or IPv4 address in small letters, and its port if it has one, such as registry.example.com:5000");
  }

  @Test
  void loginsAtRegistriesThatAreNone() {
    assertThat(
            registries(
                """
                - {username: a, password_env: A}
                - {host: a.io}
                - {host: b.io, username: a}
                - {host: c.io, password_file: /a}
                - {host: d.io, username: a, password_env: A, password_file: /a}
                - {host: e.io, username: "a:hunter2", password_env: A}
                - {host: f.io, username: "", password_env: A, ca_file: registry.crt}
                - {host: g.io, user: a, pasword_env: A, ca_file: ~/registry.crt}
                """))
        .containsExactly(
            "cluster.yaml:28:7: images.registries[0].host: missing; nokube has no default for it: The registry as images' names begin with it: a name or IPv4 address in small letters, and its port if it has one; docker.io for Docker Hub. No two are the same.",
            "cluster.yaml:29:7: images.registries[1]: Required value: a username and its password, a ca_file, or both; one that wants neither need not be here",
            "cluster.yaml:30:7: images.registries[2]: Required value: one of password_env and password_file: the username's password",
            "cluster.yaml:31:7: images.registries[3].username: Required value: whom the password logs in",
            "cluster.yaml:32:7: images.registries[4]: Forbidden: has password_env and password_file: keep the one that has the password",
            "cluster.yaml:33:30: images.registries[5].username: Invalid value: (not shown): must be a user's name, without colons; password_env or password_file name the password",
            "cluster.yaml:34:30: images.registries[6].username: Invalid value: (not shown): must be a user's name, without colons; password_env or password_file name the password",
            "cluster.yaml:34:60: images.registries[6].ca_file: Invalid value: \"registry.crt\": must be the path of the authority's file and begin with / or ~/, so that it means the same wherever the command is run",
            "cluster.yaml:35:20: images.registries[7].user: unknown key",
            "cluster.yaml:35:29: images.registries[7].pasword_env: unknown key; did you mean password_env?");
  }

  @Test
  void noMessageShowsARegistrysPassword() {
    assertThat(
            registries(
                """
                - {host: a.io, username: a, password_env: hunter2!}
                - {host: b.io, username: a, password_file: hunter2}
                - {host: c.io, username: a, password_file: 1234}
                - {host: d.io, username: a, password: hunter2}
                - {host: e.io, username: a, password_env: hunter2}
                """))
        .containsExactly(
            "cluster.yaml:28:47: images.registries[0].password_env: Invalid value: (not shown): must be the name of an environment variable: letters, digits and '_'. If it is a password, it has been in a file: change it",
            "cluster.yaml:29:48: images.registries[1].password_file: Invalid value: (not shown): must be the path of the password's file and begin with / or ~/, so that it means the same wherever the command is run",
            "cluster.yaml:30:48: images.registries[2].password_file: expected text, found a number: put it in quotes",
            "cluster.yaml:31:7: images.registries[3]: Required value: one of password_env and password_file: the username's password",
            "cluster.yaml:31:33: images.registries[3].password: unknown key",
            "cluster.yaml:32:47: images.registries[4].password_env: Invalid value: (not shown): is not set");
  }

  @Test
  void whatThisMachineLacksIsSaidAtItsPlace() {
    assertThat(
            registries(
                """
                - {host: a.io, username: a, password_env: NOWHERE, ca_file: ~/no.crt}
                - {host: b.io, username: a, password_env: THERE, ca_file: ~/ca.crt}
                - {host: c.io, username: a, password_file: ~/no.password}
                - {host: d.io, username: a, password_file: ~/password}
                """))
        .containsExactly(
            "cluster.yaml:28:47: images.registries[0].password_env: Invalid value: \"NOWHERE\": is not set",
            "cluster.yaml:28:65: images.registries[0].ca_file: Invalid value: \"~/no.crt\": holds no certificate",
            "cluster.yaml:30:48: images.registries[2].password_file: Invalid value: \"~/no.password\": there is no such file");
  }

  /// With the variables A and THERE alone, and without the files that are called so.
  private static List<String> registries(String list) {
    return problems(
        with(one(), "  mirrors: []\n", "  mirrors: []\n  registries:\n" + list.indent(4)),
        new ThisMachine() {
          @Override
          public Optional<String> faultOfVariable(String name) {
            return Optional.of("is not set").filter(_ -> !List.of("A", "THERE").contains(name));
          }

          @Override
          public Optional<String> faultOfSecret(String path) {
            return Optional.of("there is no such file").filter(_ -> path.startsWith("~/no"));
          }

          @Override
          public Optional<String> faultOfAuthority(String path) {
            return Optional.of("holds no certificate").filter(_ -> path.startsWith("~/no"));
          }
        });
  }

  @Test
  void hostsThatAreNotKnown() {
    assertThat(problems(with(one(), "host_key: known_hosts", "host_key: any")))
        .containsExactly(
            "cluster.yaml:35:17: nodes[n1].ssh.host_key: Invalid value: \"any\": is no host key: write known_hosts, or the fingerprint that ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub prints on the host: SHA256: and 43 characters");
    assertThat(problems(with(one(), "user: root", "user: the admin")))
        .containsExactly(
            "cluster.yaml:34:13: nodes[n1].ssh.user: Invalid value: \"the admin\": must be a user's name, without spaces and colons");
    assertThat(
            problems(
                with(
                    one(),
                    "address: 10.0.0.1\n      port: 22",
                    "address: 10.0.0.1:22\n      port: 22")))
        .containsExactly(
            "cluster.yaml:32:16: nodes[n1].ssh.address: Invalid value: \"10.0.0.1:22\": is no IP address or DNS name: write such as 10.0.0.1 or n1.example.com; user and port have keys of their own");
  }

  @Test
  void workspacesThatCannotBe() {
    assertThat(workspace("nokube"))
        .containsExactly(
            "cluster.yaml:38:16: nodes[n1].workspace: Invalid value: \"nokube\": is no absolute path: begin it with a slash, such as /var/lib/nokube/demo");
    assertThat(workspace("/"))
        .containsExactly(
            "cluster.yaml:38:16: nodes[n1].workspace: Invalid value: \"/\": is the host's root: take a folder of its own, such as /var/lib/nokube/demo");
    assertThat(workspace("/srv/../etc"))
        .containsExactly(
            "cluster.yaml:38:16: nodes[n1].workspace: Invalid value: \"/srv/../etc\": is no plain path: use letters, digits and . _ + @ - between single slashes, no '.' or '..', and no slash at the end");
    assertThat(workspace("/srv/nokube/"))
        .containsExactly(
            "cluster.yaml:38:16: nodes[n1].workspace: Invalid value: \"/srv/nokube/\": is no plain path: use letters, digits and . _ + @ - between single slashes, no '.' or '..', and no slash at the end");
    assertThat(workspace("/dev/shm/nokube"))
        .containsExactly(
            "cluster.yaml:38:16: nodes[n1].workspace: Invalid value: \"/dev/shm/nokube\": is the kernel's, where no file stays: take such as /var/lib/nokube/demo");
    assertThat(workspace("/proc"))
        .containsExactly(
            "cluster.yaml:38:16: nodes[n1].workspace: Invalid value: \"/proc\": is the kernel's, where no file stays: take such as /var/lib/nokube/demo");
    assertThat(workspace("/tmp/nokube"))
        .containsExactly(
            "cluster.yaml:38:16: nodes[n1].workspace: Invalid value: \"/tmp/nokube\": is emptied by a reboot: take such as /var/lib/nokube/demo");
    assertThat(workspace("/run/nokube"))
        .containsExactly(
            "cluster.yaml:38:16: nodes[n1].workspace: Invalid value: \"/run/nokube\": is emptied by a reboot: take such as /var/lib/nokube/demo");
    assertThat(workspace("/var/lib"))
        .containsExactly(
            "cluster.yaml:38:16: nodes[n1].workspace: Invalid value: \"/var/lib\": is the system's own folder: take one below it");
    assertThat(workspace("/tmpfiles/nokube")).isEmpty();
  }

  private static List<String> workspace(String path) {
    return problems(with(one(), "/var/lib/nokube/solo", path));
  }

  @Test
  void badUrls() {
    assertThat(
            problems(
                with(
                    with(
                        with(one(), "proxy: none", "proxy: proxy:3128"),
                        "mirror: none",
                        "mirror: ftp://debian.example.com"),
                    "mirrors: []",
                    "mirrors: [https://a/v2, https://b, https://b, \"https://a b\"]")))
        .containsExactly(
            "cluster.yaml:23:10: packages.proxy: Invalid value: \"proxy:3128\": is no URL of HTTP: write such as http://10.0.0.9:3142",
            "cluster.yaml:24:11: packages.mirror: Invalid value: \"ftp://debian.example.com\": is no URL of HTTP: write such as http://10.0.0.9:3142",
            "cluster.yaml:26:13: images.mirrors[0]: Invalid value: \"https://a/v2\": must end after host and port: Docker's registry mirrors have no path",
            "cluster.yaml:26:38: images.mirrors[2]: Duplicate value: \"https://b\"",
            "cluster.yaml:26:49: images.mirrors[3]: Invalid value: \"https://a b\": is no URL of HTTP: write such as http://10.0.0.9:3142");
  }

  @Test
  void whatIsStillToBeFilledInHasNoOtherFault() {
    assertThat(
            problems(
                with(
                    with(with(one(), "[n1]", "[CHANGE-ME]"), "user: root", "user: CHANGE-ME"),
                    "labels: {}",
                    "labels: {CHANGE-ME: a, b: x-CHANGE-ME}")))
        .containsExactly(
            "cluster.yaml:9:13: etcd.members[0]: still to be filled in: The heads that run a member of etcd, by name: 1, 3 or 5. A majority of them must be alive. Needed without etcd.external, and only then.",
            "cluster.yaml:34:13: nodes[n1].ssh.user: still to be filled in: The user to log in as.",
            "cluster.yaml:40:14: nodes[n1].labels[CHANGE-ME]: still to be filled in: The node's labels, as in Kubernetes; {} for none.",
            "cluster.yaml:40:31: nodes[n1].labels[b]: still to be filled in: The node's labels, as in Kubernetes; {} for none.");
  }
}
