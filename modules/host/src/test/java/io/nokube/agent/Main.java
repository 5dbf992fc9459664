package io.nokube.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// A program that is started as an agent is: it looks for what an agent needs of its container,
/// says that it is ready, and runs until it is told to end.
public final class Main {

  private Main() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    var words = List.of(arguments);
    if ("fail".equals(System.getenv("BEHAVIOUR"))) {
      System.err.println("agent cannot start: etcd doesn't answer");
      System.exit(1);
    }
    var ready = Path.of(words.get(words.indexOf("--ready-file") + 1));
    var text =
        "{\"pid\":%d,\"socket\":%b,\"hostsRoot\":%b,\"memory\":%b,\"config\":%b,\"words\":%d}"
            .formatted(
                ProcessHandle.current().pid(),
                Files.exists(Path.of("/var/run/docker.sock")),
                Files.exists(Path.of("/host/etc/os-release"))
                    && !Files.isWritable(Path.of("/host")),
                Files.isWritable(Path.of("/dev/shm")),
                Files.exists(Path.of(words.get(words.indexOf("--config") + 1))),
                words.size());
    var fresh = Files.writeString(ready.resolveSibling("ready.json.new"), text);
    Files.move(fresh, ready, StandardCopyOption.ATOMIC_MOVE);
    new CountDownLatch(1).await();
  }
}
