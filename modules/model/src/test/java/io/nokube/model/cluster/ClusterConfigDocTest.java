package io.nokube.model.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.model.ClusterName;
import io.nokube.model.Generated;
import io.nokube.model.Grace;
import io.nokube.model.NodeName;
import io.nokube.model.meta.Quantity;
import io.nokube.model.schema.ConfigSchema;
import io.nokube.model.schema.Shape;
import io.nokube.model.text.Located;
import io.nokube.model.text.ScalarType;
import io.nokube.model.text.SourceName;
import io.nokube.model.text.Texts;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Writes down every key of cluster.yaml from the records that read it.
class ClusterConfigDocTest {
  private static final Map<Class<?>, String> TYPES =
      Map.ofEntries(
          Map.entry(ClusterName.class, "name"),
          Map.entry(NodeName.class, "node's name"),
          Map.entry(Duration.class, "duration"),
          Map.entry(Grace.class, "duration, or `never`"),
          Map.entry(NodeAddress.class, "IP address"),
          Map.entry(SshAddress.class, "IP address or DNS name"),
          Map.entry(HostKey.class, "`known_hosts`, or a fingerprint"),
          Map.entry(HttpUrl.class, "URL"),
          Map.entry(RegistryHost.class, "host and port"),
          Map.entry(EtcdEndpoint.class, "URL"),
          Map.entry(HttpUrlOrNone.class, "URL, or `none`"),
          Map.entry(Quantity.class, "quantity"));

  /// An empty list or map shows little.
  private static final Comparator<String> BY_SENSE =
      Comparator.comparing(text -> !List.of("[]", "{}", "none").contains(text));

  /// @param always whether the key must be there
  private record Key(String path, String type, String meaning, boolean always) {}

  @Test
  void everyKeyIsDocumented() throws IOException {
    StringBuilder text = new StringBuilder();
    text.append(
        """
        # cluster.yaml

        Made by a test of the code (`ClusterConfigDocTest`) from what reads the file: don't edit.

        `nokube new-or-update` without a file writes a template; [examples/clusters](../examples/clusters) has whole files.

        **Nothing has a default**: every key must be there, but those of which the table says when they are needed. A key that
        is unknown is refused. All problems are reported at once, each with line and column. A template's `CHANGE-ME` is
        refused wherever it is left.

        A *duration* is a whole number and its unit, `ms`, `s`, `m`, `h` or `d`: `500ms`, `2s`, `10m`, `1h`, `7d`. Ports are 1 to
        65535. A *quantity* is Kubernetes': `2`, `500m`, `4Gi`. NODE stands for the name of a node.

        | key | type | meaning | example |
        | --- | --- | --- | --- |
        """);
    for (Key key : keys()) {
      text.append(
          "| `%s` | %s | %s |%s |\n".formatted(key.path(), key.type(), meaning(key), example(key)));
    }
    text.append(
        """

        ## What must fit together

        - At least one node has `role: head`. `etcd` has either `members`, with `client_port`, `peer_port` and
          `quota_backend_bytes`, or `external`.
        - `etcd.members` names 1, 3 or 5 heads: an even number is refused, since it bears the
          loss of no more members than one fewer does; of two, each takes the other down.
        - `etcd.external.endpoints` are `https://`: nothing of the cluster's goes over a network in the clear. Its files are read
          at every run, by whoever runs it: a certificate and key that were renewed reach the hosts by running it again.
        - No two nodes have the same `address`, or the same `ssh.address` and `ssh.port`. An `address` is never a loopback,
          `0.0.0.0` or multicast one.
        - `etcd.client_port`, `etcd.peer_port` and `api.port` differ.
        - `etcd.lease_renew` is at most half of `etcd.lease_ttl`, which is whole seconds, `2s` or more. `evict_after` is longer
          than `etcd.lease_ttl`. `certificates.authority_validity` is longer than `certificates.node_validity`, which is `1h` or
          more.
        - With `on_isolation: stop`: `etcd.lease_renew` + `etcd.request_timeout` + `isolation.stop_grace` + `isolation.kill_budget` +
          2 % of `evict_after` are at most `etcd.lease_ttl` + `evict_after`, so that a pod is dead before its replacement
          starts, and one renewal without an answer ends nothing. `evict_after: never` fits `keep` alone.
        - A `workspace` is below no folder that a reboot empties or the kernel makes (`/tmp`, `/run`, `/dev`, `/proc`, `/sys`), and no
          folder of the system's own, such as `/var/lib`.
        - Of `images.registries`, each has a `username` with exactly one of `password_env` and `password_file`, or a `ca_file`, or
          both. Passwords and authorities are read at every run, by whoever runs it; what is missing is a problem of the file. A
          changed one reaches the hosts by running it again, and counts from the next pull on: nothing is restarted.
        - No password and no key stands in the file: not in a URL, not below `login` or `registries`.

        ## What can't be changed

        A rerun refuses, with the reason and before anything is done: another `cluster`; another `workspace` of a node that
        stays; another `address` of a node that stays a member of etcd; other `etcd.client_port` or `etcd.peer_port`; members of
        which none was one before; members instead of an external etcd, or an external etcd instead of members; endpoints of
        an etcd that doesn't hold this cluster's data.
        """);

    Generated.isCommitted("docs/cluster-config.md", text.toString());
  }

  private static String meaning(Key key) {
    assertThat(key.meaning()).as(key.path()).endsWith(".");
    assertThat(
            key.always() || key.meaning().contains("only then") || key.path().contains(".login."))
        .as(key.path() + " says when it is needed")
        .isTrue();
    return key.meaning().replace("|", "\\|");
  }

  private static List<Key> keys() {
    List<Key> keys = new ArrayList<>();
    collect("", ConfigSchema.shape(ClusterFile.class), keys);
    return keys;
  }

  private static void collect(String path, Shape shape, List<Key> keys) {
    switch (shape) {
      case Shape.Fields fields -> {
        for (Shape.Component each : fields.components()) {
          String below = path.isEmpty() ? each.name() : path + "." + each.name();
          boolean always = !(each.shape() instanceof Shape.Maybe);
          keys.add(new Key(below, type(each.shape()), each.meaning(), always));
          collect(below, each.shape(), keys);
        }
      }
      case Shape.Maybe(Shape inner) -> collect(path, inner, keys);
      case Shape.Many(Shape item) when path.equals("images.registries") ->
          collect(path + "[]", item, keys);
      case Shape.ByKey(Shape value) when path.equals("nodes") -> collect("nodes.NODE", value, keys);
      default -> {}
    }
  }

  private static String type(Shape shape) {
    return switch (shape) {
      case Shape.Maybe(Shape inner) -> type(inner);
      case Shape.Many(Shape item) -> "list of " + type(item) + "s";
      case Shape.ByKey(Shape value) -> "map to " + type(value);
      case Shape.Fields _ -> "object";
      case Shape.Text _ -> "text";
      case Shape.Whole _ -> "whole number";
      case Shape.Fraction _ -> "number";
      case Shape.Truth _ -> "`true`";
      case Shape.CountOrPercent _, Shape.Dropped _ -> throw new AssertionError(shape);
      case Shape.Word word ->
          word.words().keySet().stream()
              .map(each -> "`" + each + "`")
              .collect(Collectors.joining(" or "));
      case Shape.Parsed parsed when parsed.type() == Workspace.class -> "absolute path";
      case Shape.Parsed parsed ->
          Optional.ofNullable(TYPES.get(parsed.type()))
              .orElseThrow(() -> new AssertionError(parsed.type()));
    };
  }

  /// From the files that are read in tests: so every key stands in one of them.
  private static String example(Key key) {
    if (key.type().endsWith("object")) {
      return "";
    }
    return Stream.concat(
            Stream.of(ClusterTemplateTest.filled()),
            ClusterFiles.EXAMPLES.stream().map(ClusterFiles::example))
        .flatMap(text -> found(text, key.path()).stream())
        .max(BY_SENSE)
        .map(each -> " `" + each + "`")
        .orElseThrow(() -> new AssertionError("no example has " + key.path()));
  }

  private static Optional<String> found(String text, String path) {
    Located tree = Texts.read(new SourceName(""), text).documents().getFirst();
    List<Located> at = List.of(tree);
    for (String name : path.split("\\.", -1)) {
      at =
          at.stream()
              .filter(Located.Mapping.class::isInstance)
              .map(Located.Mapping.class::cast)
              .flatMap(object ->
                  name.equals("NODE")
                      ? object.entries().values().stream().map(Located.Entry::value)
                      : below(object, name))
              .toList();
    }
    return at.stream().map(ClusterConfigDocTest::shown).max(BY_SENSE);
  }

  /// @param name ends with `[]` if it stands for the items of a list
  private static Stream<Located> below(Located.Mapping object, String name) {
    return name.endsWith("[]")
        ? object.get(name.substring(0, name.length() - 2)).stream()
            .flatMap(list -> ((Located.Sequence) list).items().stream())
        : object.get(name).stream();
  }

  private static String shown(Located value) {
    return switch (value) {
      case Located.Scalar scalar ->
          scalar.type() == ScalarType.TEXT && scalar.text().matches("[0-9]*")
              ? "\"" + scalar.text() + "\""
              : scalar.text();
      case Located.Sequence list ->
          list.items().stream()
              .map(ClusterConfigDocTest::shown)
              .collect(Collectors.joining(", ", "[", "]"));
      case Located.Mapping object ->
          object.entries().entrySet().stream()
              .map(each -> each.getKey() + ": " + shown(each.getValue().value()))
              .collect(Collectors.joining(", ", "{", "}"));
    };
  }
}
