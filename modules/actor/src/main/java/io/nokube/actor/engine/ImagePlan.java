package io.nokube.actor.engine;

import io.nokube.model.core.Container.ImagePullPolicy;

/// An image that is to be present.
public record ImagePlan(String image, ImagePullPolicy policy) {}
