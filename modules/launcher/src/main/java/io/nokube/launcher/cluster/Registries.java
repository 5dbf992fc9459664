package io.nokube.launcher.cluster;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nokube.launcher.CommandFailure;
import io.nokube.launcher.cluster.OperatorMachine.Unfit;
import io.nokube.model.cluster.ClusterFile;
import io.nokube.model.cluster.Registry;
import io.nokube.model.cluster.Registry.Password;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What hosts need for the registries that a file names: by the registry's host. Never printed.
///
/// @param authorities certificates in PEM
record Registries(Map<String, Login> logins, Map<String, String> authorities) {

  record Login(String username, String password) {
    @Override
    public String toString() {
      return username;
    }
  }

  Registries {
    logins = Map.copyOf(logins);
    authorities = Map.copyOf(authorities);
  }

  /// @throws CommandFailure if a password or authority is no longer where it was when the file was
  ///   read
  static Registries of(ClusterFile file, OperatorMachine machine) {
    Map<String, Login> logins = new TreeMap<>();
    Map<String, String> authorities = new TreeMap<>();
    for (Registry registry : file.registries()) {
      String host = registry.host().text();
      try {
        Optional<Registry.Account> account = registry.account();
        if (account.isPresent()) {
          logins.put(
              host,
              new Login(account.get().username(), password(account.get().password(), machine)));
        }
        if (registry.caFile().isPresent()) {
          authorities.put(host, machine.authority(registry.caFile().get()));
        }
      } catch (Unfit unfit) {
        throw CommandFailure.failed(
            "images.registries: %s: %s\nnothing was changed".formatted(host, unfit.getMessage()));
      }
    }
    return new Registries(logins, authorities);
  }

  private static String password(Password password, OperatorMachine machine) throws Unfit {
    return switch (password) {
      case Password.Variable(String name) -> machine.variable(name);
      case Password.InFile(String path) -> machine.secret(path);
    };
  }

  /// The logins as every node's agent reads them; also if there are none.
  Placed ofNode() {
    ObjectNode auths = JsonNodeFactory.instance.objectNode();
    new TreeMap<>(logins)
        .forEach((host, login) ->
            auths
                .putObject(host)
                .put("username", login.username())
                .put("password", login.password()));
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    all.set("auths", auths);
    return new Placed("tls/registries.json", all + "\n");
  }

  @Override
  public String toString() {
    return "logins at " + logins.keySet() + ", authorities of " + authorities.keySet();
  }
}
