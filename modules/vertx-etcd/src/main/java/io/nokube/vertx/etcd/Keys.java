package io.nokube.vertx.etcd;

import io.nokube.etcd.session.Span;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Every key that a cluster has in etcd.
///
/// ```
/// <prefix>live/nodes/<node>                          on the node's lease
/// <prefix>live/subs/<address>/<node>/<sequence>      on the node's lease
/// <prefix>live/locks/<name>/<node>-<turn>            on the node's lease
/// <prefix>maps/<name>/<key>
/// <prefix>counters/<name>
/// ```
///
/// Names are URL-encoded, so that a slash in one is no separator.
record Keys(String prefix) {

  Keys {
    if (!prefix.endsWith("/") || prefix.length() < 2) {
      throw new IllegalArgumentException(
          "key prefix \"%s\": write one that ends with a slash, such as /vertx/".formatted(prefix));
    }
  }

  /// What a key under `live/` stands for.
  sealed interface Live {
    record Node(String id) implements Live {}

    record Subscription(String address, String node, long sequence) implements Live {}

    record LockTurn(String lock) implements Live {}
  }

  Span live() {
    return Span.prefix(prefix + "live/");
  }

  String node(String id) {
    return prefix + "live/nodes/" + id;
  }

  String subscription(String address, String node, long sequence) {
    return prefix + "live/subs/" + encoded(address) + "/" + node + "/" + sequence;
  }

  Span subscriptions(String address) {
    return Span.prefix("%slive/subs/%s/".formatted(prefix, encoded(address)));
  }

  String lockTurn(String lock, String node, long turn) {
    return "%slive/locks/%s/%s-%d".formatted(prefix, encoded(lock), node, turn);
  }

  String map(String name) {
    return "%smaps/%s/".formatted(prefix, encoded(name));
  }

  String counter(String name) {
    return prefix + "counters/" + encoded(name);
  }

  /// What `key` stands for; empty for keys that somebody else put there.
  Optional<Live> parse(String key) {
    var parts = key.substring(prefix.length()).split("/", -1);
    if (parts.length == 3 && parts[1].equals("nodes")) {
      return Optional.of(new Live.Node(parts[2]));
    }
    if (parts.length == 4 && parts[1].equals("locks")) {
      return Optional.of(new Live.LockTurn(decoded(parts[2])));
    }
    if (parts.length == 5 && parts[1].equals("subs") && isNumber(parts[4])) {
      return Optional.of(
          new Live.Subscription(decoded(parts[2]), parts[3], Long.parseLong(parts[4])));
    }
    return Optional.empty();
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty()
        && text.length() < 19
        && text.chars().allMatch(digit -> digit >= '0' && digit <= '9');
  }

  static String encoded(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8);
  }

  static String decoded(String name) {
    return URLDecoder.decode(name, StandardCharsets.UTF_8);
  }
}
