/// The manifests prefix: YAML that users push into etcd becomes objects. What enters are changes of
/// keys below `manifests/`; what leaves are writes through the object store, under the leader's
/// fence, and the keys below `manifests-status/` that say what became of each text. It must never
/// know what the objects mean.
@NullMarked
package io.nokube.etcd.manifest;

import org.jspecify.annotations.NullMarked;
