package io.nokube.agent;

import io.nokube.agent.config.ClusterConfig;
import io.nokube.agent.config.ClusterConfig.Role;
import io.nokube.agent.config.NodeFile;
import io.nokube.agent.config.VerticlesConfig;
import io.nokube.agent.identity.IdentityFiles;
import io.nokube.agent.identity.NodeIdentity;
import io.nokube.agent.identity.UnfitIdentity;
import io.nokube.model.NodeName;
import io.nokube.model.strict.StrictConfig;
import io.nokube.model.text.Problem;
import io.nokube.model.text.SourceName;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Reads what an agent is started with: its options, the cluster's configuration, its role's
/// verticles, the node's identity and the API's token.
final class Plans {
  /// Vert.x would leave a folder in `/tmp` for files that it finds on the class path.
  static final FileSystemOptions NO_CACHE =
      new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false);

  private Plans() {}

  /// @throws AgentFailure naming every problem of the first file that has one
  static AgentProcess.Plan read(AgentOptions options, String version) {
    Vertx vertx = Vertx.vertx(new VertxOptions().setFileSystemOptions(NO_CACHE));
    try {
      String text = text(vertx, options.config());
      ClusterConfig config = parse(options.config(), text, ClusterConfig.class);
      NodeName node = node(options.node());
      ClusterConfig.NodeConfig own =
          Optional.ofNullable(config.nodes().get(node.text()))
              .orElseThrow(() ->
                  new AgentFailure(
                      "%s: nodes has no %s; it has: %s"
                          .formatted(options.config(), node, config.nodes().keySet())));
      Path file = options.verticles().resolve(own.role().name().toLowerCase(Locale.ROOT) + ".yaml");
      VerticlesConfig verticles = parse(file, text(vertx, file), VerticlesConfig.class);
      return new AgentProcess.Plan(
          config,
          own,
          text,
          node,
          Hosting.of(file.toString(), own.role(), verticles),
          token(vertx, own.role(), options),
          config.tls().map(tls -> identity(options.config(), own.role(), tls)),
          config.etcd().tls().map(Plans::toEtcd),
          version,
          options.readyFile());
    } finally {
      vertx.close();
    }
  }

  private static NodeName node(String name) {
    try {
      return new NodeName(name);
    } catch (IllegalArgumentException e) {
      throw new AgentFailure("nokube agent: --node " + e.getMessage());
    }
  }

  private static String text(Vertx vertx, Path file) {
    return ConfigText.read(vertx, Map.of("text", file)).getString("text");
  }

  /// @return empty for a worker: it has no API
  private static Optional<String> token(Vertx vertx, Role role, AgentOptions options) {
    if (role == Role.WORKER) {
      return Optional.empty();
    }
    Path file =
        options
            .tokenFile()
            .orElseThrow(() ->
                new AgentFailure(
                    "nokube agent: --token-file is missing: a head's API has a bearer token"));
    String token = text(vertx, file).strip();
    if (token.isEmpty()) {
      throw new AgentFailure(file + ": holds no token: write one line of random characters");
    }
    return Optional.of(token);
  }

  private static NodeIdentity identity(Path config, Role role, ClusterConfig.Tls tls) {
    if (role == Role.HEAD && tls.usersAuthority().isEmpty()) {
      throw new AgentFailure(
          config + ": tls.users_authority: missing; a head's API must know whose users it takes");
    }
    try {
      return NodeIdentity.of(
          new IdentityFiles(
              tls.authority().path(),
              tls.certificate().path(),
              tls.key().path(),
              tls.usersAuthority().map(NodeFile::path)));
    } catch (UnfitIdentity e) {
      throw new AgentFailure("the node's identity: " + e.getMessage());
    }
  }

  private static NodeIdentity toEtcd(ClusterConfig.EtcdTls tls) {
    try {
      return NodeIdentity.toEtcd(
          new IdentityFiles(
              tls.authority().path(),
              tls.certificate().path(),
              tls.key().path(),
              Optional.empty()));
    } catch (UnfitIdentity e) {
      throw new AgentFailure("the certificate for etcd: " + e.getMessage());
    }
  }

  private static <T extends Record> T parse(Path file, String text, Class<T> type) {
    return switch (StrictConfig.read(new SourceName(file.toString()), text, type)) {
      case StrictConfig.Read<T>(T config) -> config;
      case StrictConfig.Refused<T> refused ->
          throw new AgentFailure(
              refused.problems().stream().map(Problem::toString).collect(Collectors.joining("\n")));
    };
  }
}
