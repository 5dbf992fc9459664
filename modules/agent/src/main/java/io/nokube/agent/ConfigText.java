package io.nokube.agent;

import io.vertx.config.ConfigRetriever;
import io.vertx.config.ConfigRetrieverOptions;
import io.vertx.config.ConfigStoreOptions;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Carries the raw text of configuration files, by vertx-config, so that line and column survive
/// until the strict parser reads it.
final class ConfigText {
  private static final long DEADLINE_SECONDS = 10;

  private ConfigText() {}

  /// The text of each file, by the name it is given under.
  ///
  /// @throws AgentFailure if one can't be read
  static JsonObject read(Vertx vertx, Map<String, Path> files) {
    List<ConfigStoreOptions> stores =
        files.entrySet().stream()
            .map(file ->
                new ConfigStoreOptions()
                    .setType("file")
                    .setFormat("raw")
                    .setConfig(
                        new JsonObject()
                            .put("path", file.getValue().toString())
                            .put("raw.type", "string")
                            .put("raw.key", file.getKey())))
            .toList();
    ConfigRetriever retriever =
        ConfigRetriever.create(
            vertx,
            new ConfigRetrieverOptions()
                .setIncludeDefaultStores(false)
                .setScanPeriod(-1)
                .setStores(stores));
    try {
      return retriever
          .getConfig()
          .toCompletionStage()
          .toCompletableFuture()
          .get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AgentFailure("interrupted while reading " + files.values());
    } catch (ExecutionException e) {
      throw new AgentFailure("cannot read " + root(e));
    } catch (TimeoutException e) {
      throw new AgentFailure(
          "reading %s took longer than %d s".formatted(files.values(), DEADLINE_SECONDS));
    } finally {
      retriever.close();
    }
  }

  private static String root(Throwable failed) {
    Throwable root = failed;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return switch (root) {
      case NoSuchFileException absent -> absent.getFile() + ": there is no such file";
      case AccessDeniedException denied -> denied.getFile() + ": this user may not read it";
      default -> "the configuration: " + root;
    };
  }
}
