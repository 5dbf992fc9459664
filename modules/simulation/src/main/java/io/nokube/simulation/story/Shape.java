package io.nokube.simulation.story;

/// How large a cluster is. Heads host kubecontroller and all it spawns.
///
/// @param pods so many at most are asked for at a time, those of daemon sets aside
public record Shape(int nodes, int pods) {
  public Shape {
    if (nodes < 2 || pods < 4) {
      throw new IllegalArgumentException(
          "at least 2 nodes and 4 pods, not " + nodes + " and " + pods);
    }
  }

  /// Of a node: room for all that is asked for while one node in four is away, and no more.
  public int milliCpuPerNode() {
    return 700 + 700 * (pods / nodes + 1);
  }

  public int heads() {
    return Math.min(3, nodes - 1);
  }
}
