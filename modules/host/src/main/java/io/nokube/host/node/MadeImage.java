package io.nokube.host.node;

import io.nokube.host.system.Deadline;
import io.nokube.host.system.EtcdProgram;
import io.nokube.host.system.ImageName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// An image made of files that this host has: no registry, no base image.
///
/// @param root what is in it
/// @param changes its settings, as a Dockerfile words them
record MadeImage(String name, RootTar root, List<String> changes) {

  /// Where the agent's image has the Java runtime, with the jars beside it in `lib/`.
  static final String HOME = "/opt/nokube";

  /// What `java` is told of class path and AOT cache, in a file of the agent's image.
  static final String JAVA_ARGUMENTS = HOME + "/java.args";

  /// The agent's, of what was uploaded: the Java runtime, all jars, and the C library they need.
  static MadeImage agent(String name, Payload payload, Deadline deadline) {
    var folder = payload.folder();
    var root = new RootTar(payload.modified());
    var jarNames = new TreeSet<String>();
    var binaries = new ArrayList<Path>();
    try {
      var runtime = folder.resolve("runtime");
      for (var file : Tree.files(runtime)) {
        root.file("opt/nokube/runtime/" + runtime.relativize(file), file);
        if (file.getFileName().toString().endsWith(".so") || file.endsWith("bin/java")) {
          binaries.add(file);
        }
      }
      for (var jar : Tree.files(folder.resolve("boot"))) {
        root.file("opt/nokube/lib/" + jar.getFileName(), jar);
        jarNames.add(jar.getFileName().toString());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("looking at what the agent's image is made of", e);
    }
    for (var jar : Packed.ofTar(folder.resolve(Payload.JARS))) {
      root.file("opt/nokube/lib/" + jar.name(), jar);
      jarNames.add(jar.name());
    }
    root.libraries(SharedLibraries.of(binaries, deadline));
    root.file("opt/nokube/agent.aot", Packed.ofGzip(folder.resolve(Payload.AGENT_CACHE)));
    root.text(JAVA_ARGUMENTS.substring(1), arguments(jarNames));
    return new MadeImage(
        name,
        root,
        List.of(
            "ENTRYPOINT [\"" + HOME + "/runtime/bin/java\"]",
            "ENV LANG=C.UTF-8",
            "WORKDIR " + HOME));
  }

  /// The AOT cache was made with the jars in this order.
  private static String arguments(SortedSet<String> jars) {
    return "-XX:AOTCache=%s/agent.aot\n-cp\n%s\n"
        .formatted(
            HOME, jars.stream().map(jar -> HOME + "/lib/" + jar).collect(Collectors.joining(":")));
  }

  /// etcd's, of the etcd that is installed here.
  ///
  /// @param name without a tag, etcd's version is its tag
  static MadeImage etcd(String name, EtcdProgram etcd, Deadline deadline) {
    var root = new RootTar(FileTime.fromMillis(0)).file("usr/bin/etcd", etcd.program());
    root.libraries(SharedLibraries.of(List.of(etcd.program()), deadline));
    var tagged =
        name.equals(ImageName.parse(name).repository()) ? name + ":" + etcd.version() : name;
    return new MadeImage(
        tagged,
        root,
        // etcd 3.4 refuses to start on arm64 without this; newer ones ignore it there.
        List.of("ENTRYPOINT [\"/usr/bin/etcd\"]", "ENV ETCD_UNSUPPORTED_ARCH=arm64", "WORKDIR /"));
  }

  /// @return whether it had to be made
  boolean ensure(Engine engine, Deadline deadline) {
    if (engine.imageId(name, deadline).isPresent()) {
      return false;
    }
    engine.importImage(name, changes, root::writeTo, deadline);
    return true;
  }
}
