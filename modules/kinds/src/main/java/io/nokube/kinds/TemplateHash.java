package io.nokube.kinds;

import io.nokube.model.core.PodTemplate;
import io.nokube.model.json.Json;
import java.util.random.RandomGenerator;

/// The revision of a pod template as a short word: equal templates have equal hashes. Stands on the
/// pods made from it, and in their names.
///
/// Source: upstream `pkg/controller/controller_utils.go` ComputeHash (FNV-32a) and
/// `util/rand/rand.go` SafeEncodeString, over our canonical JSON instead of Go's dump: the words
/// differ from upstream's, their form doesn't.
public final class TemplateHash {
  /// No vowels and nothing that looks like another, so that no word comes out.
  private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

  private static final int FNV_OFFSET = 0x811c9dc5;
  private static final int FNV_PRIME = 0x01000193;

  private TemplateHash() {}

  public static String of(PodTemplate template) {
    return encoded(Integer.toUnsignedString(fnv32a(Json.write(template))));
  }

  /// A random word of the same letters.
  public static String chance(RandomGenerator chance, int length) {
    StringBuilder word = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      word.append(ALPHABET.charAt(chance.nextInt(ALPHABET.length())));
    }
    return word.toString();
  }

  static int fnv32a(byte[] bytes) {
    int hash = FNV_OFFSET;
    for (byte b : bytes) {
      hash = (hash ^ (b & 0xff)) * FNV_PRIME;
    }
    return hash;
  }

  static String encoded(String text) {
    StringBuilder word = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      word.append(ALPHABET.charAt(text.charAt(i) % ALPHABET.length()));
    }
    return word.toString();
  }
}
