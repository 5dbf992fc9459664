package io.nokube.launcher;

import io.nokube.launcher.cluster.ImagePush;
import io.nokube.model.cluster.ClusterFile;
import io.nokube.model.strict.StrictConfig;
import io.nokube.model.text.SourceName;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `nokube image push NAME…`: copies images from this machine's Docker engine, or from an archive,
/// to the nodes of the current cluster.
final class ImageCommand implements Command {
  static final Syntax ARGUMENTS =
      new Syntax(
          "push NAME…",
          2,
          100,
          List.of(
              Syntax.value(
                  "", "from", "FILE", "an archive that `docker save` made (default: the engine)"),
              Syntax.value("", "without", "NODE", "leave out a node (again for more)"),
              Syntax.output("json: an event a line", "json")),
          List.of(
              "nokube image push registry.example.com/shop:1.4",
              "nokube image push shop:1.4 --from shop.tar"));

  private final Arguments arguments;

  ImageCommand(Arguments arguments) {
    this.arguments = arguments;
  }

  @Override
  public int run(Terminal terminal) {
    List<String> words = arguments.words();
    if (!words.getFirst().equals("push")) {
      throw CommandFailure.usage(
          "nokube image %s: the one thing to do with images is: nokube image push NAME…"
              .formatted(words.getFirst()));
    }
    Optional<Path> archive = arguments.value("from").map(Path::of);
    return new ImagePush(
            accepted(),
            words.subList(1, words.size()),
            archive,
            arguments.values("without"),
            HostCommand.distribution(),
            terminal,
            arguments.wantsJson())
        .run();
  }

  /// The current cluster's file, which says how its hosts are reached.
  static ClusterFile accepted() {
    ApiClient.Answer answer =
        ApiClient.current().get("/nokube/v1/config", Map.of(), "application/yaml");
    if (!answer.ok()) {
      answer.orFail();
    }
    byte[] text = answer.body().getBytes(StandardCharsets.UTF_8);
    return switch (ClusterFile.read(new SourceName("the cluster's file"), text)) {
      case StrictConfig.Read<ClusterFile>(ClusterFile file) -> file;
      case StrictConfig.Refused<ClusterFile> refused ->
          throw CommandFailure.failed(
              "the current cluster was not made by nokube new-or-update: its nodes are not reached over SSH");
    };
  }
}
