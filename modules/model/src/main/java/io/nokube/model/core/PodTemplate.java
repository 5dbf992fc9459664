package io.nokube.model.core;

import io.nokube.model.meta.ObjectMeta;

/// What the pods of a Deployment or DaemonSet look like. Its metadata has labels and annotations
/// only.
public record PodTemplate(ObjectMeta metadata, PodSpec spec) {}
