/// Kubernetes' core group: Namespace, Node, Pod, ConfigMap, Secret, Event.
@NullMarked
package io.nokube.model.core;

import org.jspecify.annotations.NullMarked;
