package io.nokube.etcd.session;

import java.util.List;

/// Some keys of a span in order.
///
/// @param more whether the span has further keys after these; read on with [Span#after(String)] at
///   the same revision
/// @param total how many keys the span asked for has in all
public record Page(List<KeyValue> entries, boolean more, long total) {

  public Page {
    entries = List.copyOf(entries);
  }
}
