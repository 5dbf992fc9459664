package io.nokube.host.node;

import io.nokube.host.system.Deadline;
import io.nokube.host.system.Digest;
import io.nokube.host.system.StepFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/// A member's data made of a snapshot, beside those that it has; and put in their place, which
/// needs a moment only. What it had before stays as `data.before-restore`, until the next restore.
///
/// A restore that was cut short and is run again is the same one still, until [#end] is called:
/// what it found at first stays, and so does what each further run finds, under a name of its own:
/// of a restore that was done but for its end, those data were lived in.
///
/// @param folder the member's, with `data`
public record EtcdRestore(Path folder) {

  /// What the member is in the cluster that is made of the snapshot.
  ///
  /// @param members as etcd's `--initial-cluster` says it
  public record Member(String name, String peerUrl, String members, String token) {}

  private Path data() {
    return folder.resolve("data");
  }

  private Path made() {
    return folder.resolve("data.restored");
  }

  private Path before() {
    return folder.resolve("data.before-restore");
  }

  /// What further runs of a restore found; the first has no number.
  private Path between(int number) {
    return folder.resolve(
        number == 1 ? "data.unfinished-restore" : "data.unfinished-restore-" + number);
  }

  private List<Path> between() {
    return IntStream.iterate(1, number -> number + 1)
        .mapToObj(this::between)
        .takeWhile(Files::exists)
        .toList();
  }

  /// There while a restore isn't done.
  private Path unfinished() {
    return folder.resolve("restore.unfinished");
  }

  /// Changes nothing of what the member has.
  ///
  /// @param sha256 of the snapshot
  public void prepare(Path snapshot, String sha256, Member member, Deadline deadline) {
    if (!Files.isRegularFile(snapshot) || !Digest.of(snapshot).equals(sha256)) {
      throw new StepFailure(
          snapshot + " is not the snapshot that was sent, or not all of it", "run it again");
    }
    try {
      Tree.delete(made());
      Files.createDirectories(folder);
      Etcdctl.tool(
          deadline,
          "snapshot",
          "restore",
          snapshot.toString(),
          "--data-dir=" + made(),
          "--name=" + member.name(),
          "--initial-advertise-peer-urls=" + member.peerUrl(),
          "--initial-cluster=" + member.members(),
          "--initial-cluster-token=" + member.token());
    } catch (IOException e) {
      throw new UncheckedIOException("removing " + made(), e);
    }
  }

  /// The member must not run.
  public void swap() {
    if (!Files.isDirectory(made().resolve("member"))) {
      throw new StepFailure("there is no " + made(), "make it of a snapshot first");
    }
    try {
      var again = Files.exists(unfinished()) && Files.exists(before());
      if (Files.exists(data())) {
        if (!again) {
          Tree.delete(before());
          for (var each : between().reversed()) { // so that none is left behind a missing number
            Tree.delete(each);
          }
        }
        mark();
        Files.move(data(), again ? between(between().size() + 1) : before());
      }
      mark();
      Files.move(made(), data());
    } catch (IOException e) {
      throw new UncheckedIOException("putting %s in the place of %s".formatted(made(), data()), e);
    }
  }

  private void mark() throws IOException {
    if (!Files.exists(unfinished())) {
      Files.createFile(unfinished());
    }
  }

  /// What the member has now counts: it is what the next restore keeps.
  ///
  /// @return whether a restore was under way
  public boolean end() {
    try {
      return Files.deleteIfExists(unfinished());
    } catch (IOException e) {
      throw new UncheckedIOException("removing " + unfinished(), e);
    }
  }
}
