package io.nokube.launcher.cluster;

/// A step that failed on a node: what the host said, and what to do.
final class NodeFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String node;
  private final String step;
  private final String said;
  private final String advice;

  NodeFailure(String node, String step, String said, String advice) {
    super(node + ": " + step + ": " + said);
    this.node = node;
    this.step = step;
    this.said = said;
    this.advice = advice;
  }

  String node() {
    return node;
  }

  String step() {
    return step;
  }

  String said() {
    return said;
  }

  String advice() {
    return advice;
  }
}
