/// Canonical Kubernetes JSON of the records, as it stands in etcd and in the REST API.
@NullMarked
package io.nokube.model.json;

import org.jspecify.annotations.NullMarked;
