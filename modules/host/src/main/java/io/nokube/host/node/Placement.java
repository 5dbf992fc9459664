package io.nokube.host.node;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nokube.host.system.StepFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Staged files moved to their places in the workspace.
///
/// Each is replaced whole or not at all; one that is right already keeps its time. Nothing is
/// touched before all has been found possible.
record Placement(Workspace workspace) {

  /// @return `change`, and which paths were `placed` and `removed`
  ObjectNode place(NodeIdentity node, List<PlacedFile> files, List<String> remove) {
    var before = workspace.node();
    before
        .flatMap(theirs -> theirs.refusal(node, workspace))
        .ifPresent(refusal -> {
          throw new StepFailure(refusal.why(), refusal.advice());
        });
    files.forEach(file -> check(file));
    files.stream().map(PlacedFile::to).forEach(this::checkWay);
    remove.forEach(this::checkWay);
    if (before.isEmpty()) {
      checkNobodysFiles();
      workspace.claim(node);
    }
    var placed = new ArrayList<String>();
    for (var file : files) {
      if (placed(file)) {
        placed.add(file.to());
      }
    }
    var removed = remove.stream().filter(path -> removed(workspace.root().resolve(path))).toList();
    var result = JsonNodeFactory.instance.objectNode();
    var changed = before.isEmpty() || !placed.isEmpty() || !removed.isEmpty();
    result.put("change", changed ? "placed" : "none");
    placed.forEach(result.putArray("placed")::add);
    removed.forEach(result.putArray("removed")::add);
    return result;
  }

  /// A workspace becomes its owner's alone, and is deleted one day with all that is in it.
  private void checkNobodysFiles() {
    try {
      if (Files.isDirectory(workspace.root())) {
        var others =
            Tree.entries(workspace.root()).stream()
                .map(entry -> entry.getFileName().toString())
                .filter(name -> !name.startsWith("node.json")) // of a run that was killed
                .toList();
        if (!others.isEmpty()) {
          throw new StepFailure(
              "%s isn't empty and isn't known to be nokube's: it has %s"
                  .formatted(workspace.root(), String.join(", ", others)),
              "choose a folder of its own as the workspace, or empty this one");
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("looking into " + workspace.root(), e);
    }
  }

  private static void check(PlacedFile file) {
    if (!Files.isRegularFile(file.from(), LinkOption.NOFOLLOW_LINKS)) {
      throw new StepFailure(
          "there is no staged file %s for %s".formatted(file.from(), file.to()),
          "upload it, then run this again");
    }
  }

  /// A link on the way would lead out of the workspace.
  private void checkWay(String relative) {
    var path = workspace.root().resolve(relative);
    for (var folder = path.getParent();
        folder != null && !folder.equals(workspace.root());
        folder = folder.getParent()) {
      if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)
          && !Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
        throw new StepFailure(
            "%s can't be placed: %s is no folder".formatted(path, folder),
            "see who put it there, and remove it");
      }
    }
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      throw new StepFailure(
          path + " is a folder, not a file", "see who put it there, and remove it");
    }
  }

  private boolean placed(PlacedFile file) {
    var to = workspace.root().resolve(file.to());
    try {
      var content = Files.readAllBytes(file.from());
      var same = isSame(to, content, file.mode());
      if (!same) {
        workspace.write(to, content, file.mode());
      }
      Files.delete(file.from());
      return !same;
    } catch (IOException e) {
      throw new UncheckedIOException("placing " + to, e);
    }
  }

  private static boolean isSame(Path file, byte[] content, int mode) throws IOException {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        && Files.getPosixFilePermissions(file).equals(Workspace.permissions(mode))
        && Arrays.equals(Files.readAllBytes(file), content);
  }

  private static boolean removed(Path file) {
    try {
      return Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("removing " + file, e);
    }
  }
}
