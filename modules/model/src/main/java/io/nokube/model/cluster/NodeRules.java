package io.nokube.model.cluster;

import io.nokube.model.NodeName;
import io.nokube.model.meta.Quantity;
import io.nokube.model.validation.Field;
import io.nokube.model.validation.Rules;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// What nodes must be, each by itself and beside one another.
final class NodeRules {
  private static final Pattern USER = Pattern.compile("[^\\s:\\p{Cntrl}]+");
  private static final List<String> LOGINS = List.of("key_file", "agent", "password_env");
  private static final List<String> RESOURCES = List.of("cpu", "memory", "pods");

  private NodeRules() {}

  static void check(Field nodes) {
    if (!nodes.isObject()) {
      return;
    }
    Map<String, Field> byName = nodes.entries();
    byName.forEach((name, node) -> {
      checkName(nodes, name);
      checkSsh(node.get("ssh"));
      checkAllocatable(node.get("allocatable"));
      Rules.checkNode(node.get("labels"), node.get("taints"), node.get("allocatable"));
    });
    boolean mayHaveHead =
        byName.values().stream()
            .anyMatch(node -> !node.get("role").text().equals(Optional.of("worker")));
    if (!mayHaveHead) {
      nodes.requiredBelow("a node with role: head; etcd, the API and the controllers run there");
    }
    checkApart(byName);
  }

  private static void checkName(Field nodes, String name) {
    try {
      new NodeName(name);
    } catch (IllegalArgumentException e) {
      String shown = Field.quoted(name);
      String why = String.valueOf(e.getMessage());
      nodes
          .atKey(name)
          .invalid(shown, why.startsWith(shown) ? why.substring(shown.length()).strip() : why);
    }
  }

  private static void checkSsh(Field ssh) {
    ssh.get("port").between(1, 65535);
    Field user = ssh.get("user");
    if (user.text().filter(text -> !USER.matcher(text).matches()).isPresent()) {
      user.invalid(
          Passwords.mayBeIn(user.text().get()) ? Passwords.HIDDEN : user.shown(),
          "must be a user's name, without spaces and colons");
    }
    Field login = ssh.get("login");
    if (login.isObject()) {
      checkLogin(login);
    }
  }

  private static void checkLogin(Field login) {
    List<String> there = LOGINS.stream().filter(name -> login.get(name).isPresent()).toList();
    if (there.isEmpty()) {
      login.requiredBelow("one of key_file, agent and password_env");
    } else if (there.size() > 1) {
      login.forbidden(
          "has %s: keep the one by which to log in".formatted(String.join(" and ", there)));
    }
    LocalFile.check(login.get("key_file"), "the key's file");
    Field agent = login.get("agent");
    if (agent.isFalse()) {
      agent.invalid("must be true; to log in otherwise, remove it");
    }
    Passwords.isVariable(login.get("password_env"));
  }

  private static void checkAllocatable(Field allocatable) {
    if (!allocatable.isObject()) {
      return;
    }
    Map<String, Field> amounts = allocatable.entries();
    RESOURCES.stream().filter(name -> !amounts.containsKey(name)).forEach(allocatable::requiredKey);
    amounts.forEach((name, amount) -> {
      if (!RESOURCES.contains(name) && !name.contains("/")) {
        allocatable
            .atKey(name)
            .invalid(
                Field.quoted(name),
                "is no resource: write cpu, memory, pods, or one of your own such as example.com/gpu");
      }
      boolean nothing =
          amount
              .literal()
              .filter(Quantity::isOne)
              .filter(text -> new Quantity(text).amount().signum() <= 0)
              .isPresent();
      if (nothing) {
        amount.invalid("must be greater than 0");
      }
    });
  }

  /// No two nodes are one host.
  private static void checkApart(Map<String, Field> nodes) {
    Map<String, NodeAddress> addresses = new LinkedHashMap<>();
    Map<String, String> logins = new LinkedHashMap<>();
    nodes.forEach((name, node) -> {
      Optional<NodeAddress> address = address(node.get("address"));
      address
          .flatMap(own -> first(addresses, own))
          .ifPresent(other ->
              node.get("address")
                  .invalid("is also the address of " + other + ": each node is a host of its own"));
      address.ifPresent(own -> addresses.put(name, own));
      Field ssh = node.get("ssh");
      if (ssh.get("address").text().isPresent() && ssh.get("port").whole().isPresent()) {
        String way = ssh.get("address").text().get() + " " + ssh.get("port").whole().get();
        String other = logins.putIfAbsent(way, name);
        if (other != null) {
          ssh.get("address")
              .invalid(
                  "with its port it leads to " + other + ", too: each node is a host of its own");
        }
      }
    });
  }

  private static Optional<String> first(Map<String, NodeAddress> addresses, NodeAddress own) {
    return addresses.entrySet().stream()
        .filter(each -> each.getValue().isSame(own))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /// Empty if it is missing or none: the schema says so.
  private static Optional<NodeAddress> address(Field field) {
    try {
      return field.text().map(NodeAddress::parse);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
