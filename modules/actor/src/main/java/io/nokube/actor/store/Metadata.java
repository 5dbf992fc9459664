package io.nokube.actor.store;

import io.nokube.model.Revision;
import io.nokube.model.Uid;
import io.nokube.model.meta.ObjectMeta;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// What of an object's metadata the store alone says, whatever its writer claims. Pure.
public final class Metadata {
  /// Kubernetes' letters: no vowels, so that chance spells no words.
  private static final String LETTERS = "bcdfghjklmnpqrstvwxz2456789";

  private static final int SUFFIX = 5;

  private Metadata() {}

  /// @param chance for the suffix of a generated name
  public static ObjectMeta born(ObjectMeta given, Uid uid, RandomGenerator chance, Instant now) {
    return new ObjectMeta(
        given.name().isEmpty() ? given.generateName() + suffix(chance) : given.name(),
        given.generateName(),
        given.namespace(),
        uid,
        Revision.NONE,
        1,
        Optional.of(now),
        Optional.empty(),
        Optional.empty(),
        given.labels(),
        given.annotations(),
        given.ownerReferences(),
        given.finalizers());
  }

  static ObjectMeta kept(ObjectMeta given, ObjectMeta was) {
    return new ObjectMeta(
        given.name(),
        was.generateName(),
        given.namespace(),
        was.uid(),
        Revision.NONE,
        was.generation(),
        was.creationTimestamp(),
        was.deletionTimestamp(),
        was.deletionGracePeriodSeconds(),
        given.labels(),
        given.annotations(),
        given.ownerReferences(),
        given.finalizers());
  }

  private static String suffix(RandomGenerator chance) {
    StringBuilder suffix = new StringBuilder();
    for (int i = 0; i < SUFFIX; i++) {
      suffix.append(LETTERS.charAt(chance.nextInt(LETTERS.length())));
    }
    return suffix.toString();
  }
}
