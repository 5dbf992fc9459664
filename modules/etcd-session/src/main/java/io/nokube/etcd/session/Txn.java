package io.nokube.etcd.session;

import java.util.List;
import java.util.stream.Stream;

/// Writes that happen all at once at one revision, and only if every compare holds.
///
/// ```
/// session.commit(Txn.onlyIf(new Compare.Absent(key)).then(Write.put(key, me, lease)))
/// ```
///
/// etcd refuses more than 128 operations by default and more than 1.5 MB.
public record Txn(List<Compare> compares, List<Write> writes) {

  public Txn {
    compares = List.copyOf(compares);
    writes = List.copyOf(writes);
  }

  /// A transaction that compares nothing.
  public static Txn of(Write... writes) {
    return new Txn(List.of(), List.of(writes));
  }

  public static Txn onlyIf(Compare... compares) {
    return new Txn(List.of(compares), List.of());
  }

  /// This transaction with further writes.
  public Txn then(Write... more) {
    return new Txn(compares, Stream.concat(writes.stream(), Stream.of(more)).toList());
  }
}
