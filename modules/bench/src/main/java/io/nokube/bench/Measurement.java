package io.nokube.bench;

import java.util.List;

/// Measures something of a cluster that runs, and leaves it as it was.
interface Measurement {

  List<Figure> of(Cluster cluster) throws Exception;
}
