package io.nokube.runtime;

import io.nokube.actor.port.Liveness;
import io.nokube.actor.port.Liveness.Seen;
import io.nokube.actor.port.Read;
import io.nokube.actor.verdict.Contact;
import io.nokube.model.OwnershipPath;
import io.nokube.model.Revision;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The alive records of some actors, read linearizably: few one by one, many by one list.
///
/// @param contact as it was before the reading
record RecordReads(Contact contact, Map<OwnershipPath, Read<Seen>> byPath) {
  private static final int FEW = 8;

  /// Blocks.
  static RecordReads of(Liveness liveness, Collection<OwnershipPath> paths) {
    Contact contact = new Contact(liveness.contact(), liveness.settling());
    Map<OwnershipPath, Read<Seen>> reads = new HashMap<>();
    paths.stream()
        .distinct()
        .collect(Collectors.groupingBy(RecordReads::root))
        .values()
        .forEach(tree -> {
          if (tree.size() > FEW) {
            reads.putAll(listed(liveness, tree));
          } else {
            tree.forEach(path -> reads.put(path, liveness.read(path)));
          }
        });
    return new RecordReads(contact, reads);
  }

  private static String root(OwnershipPath path) {
    int slash = path.text().indexOf('/');
    return slash < 0 ? path.text() : path.text().substring(0, slash);
  }

  Read<Seen> read(OwnershipPath path) {
    Read<Seen> read = byPath.get(path);
    return read == null ? new Read.Unavailable<>(path + " was not read") : read;
  }

  private static Map<OwnershipPath, Read<Seen>> listed(
      Liveness liveness, List<OwnershipPath> paths) {
    Function<OwnershipPath, Read<Seen>> one =
        switch (liveness.list(String.join("/", commonSegments(paths)))) {
          case Read.Unavailable<List<Seen>>(var why) -> _ -> new Read.Unavailable<>(why);
          case Read.Absent<List<Seen>>(var readAt) -> _ -> new Read.Absent<>(readAt);
          case Read.Found<List<Seen>>(var all, var readAt) -> in(all, readAt);
        };
    return paths.stream().collect(Collectors.toMap(Function.identity(), one));
  }

  private static Function<OwnershipPath, Read<Seen>> in(List<Seen> all, Revision readAt) {
    Map<OwnershipPath, Seen> seen =
        all.stream().collect(Collectors.toMap(one -> one.record().path(), Function.identity()));
    return path -> {
      Seen found = seen.get(path);
      return found == null ? new Read.Absent<>(readAt) : new Read.Found<>(found, readAt);
    };
  }

  /// What all paths of one root begin with.
  static List<String> commonSegments(List<OwnershipPath> paths) {
    return paths.stream()
        .map(path -> List.of(path.text().split("/", -1)))
        .reduce((one, other) -> {
          int same = 0;
          while (same < Math.min(one.size(), other.size())
              && one.get(same).equals(other.get(same))) {
            same++;
          }
          return one.subList(0, same);
        })
        .orElse(List.of());
  }
}
