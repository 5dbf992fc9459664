package io.nokube.etcd;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// What Secrets are sealed with: 32 random bytes, as a text their Base64 (RFC 4648 with padding, so
/// 44 characters), for AES-256 in Galois/Counter Mode.
///
/// Its id says which key it is and nothing of the key. A nonce is 96 bits of chance for each
/// sealing, good for four thousand million of them by one key (NIST SP 800-38D, 8.3).
public final class SealingKey {
  /// Eight hexadecimal digits.
  static final int ID_LENGTH = 8;

  static final int NONCE_BYTES = 12;
  private static final int KEY_BYTES = 32;
  private static final int TAG_BITS = 128;
  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final SecureRandom CHANCE = new SecureRandom();

  private final byte[] bytes;
  private final String id;

  private SealingKey(byte[] bytes) {
    this.bytes = bytes;
    this.id = id(bytes);
  }

  /// White space around it is left out.
  ///
  /// @throws IllegalArgumentException if it isn't 32 bytes in Base64; never with the text
  public static SealingKey parse(String base64) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(base64.strip());
    } catch (IllegalArgumentException e) {
      // Not as a cause: its message may show some of the text.
      throw new IllegalArgumentException(
          "reading a sealing key: it is no Base64; a key is 32 random bytes in Base64");
    }
    if (bytes.length != KEY_BYTES) {
      throw new IllegalArgumentException(
          "reading a sealing key: it has %d bytes; a key is 32 random bytes in Base64"
              .formatted(bytes.length));
    }
    return new SealingKey(bytes);
  }

  public static SealingKey generate(SecureRandom chance) {
    byte[] bytes = new byte[KEY_BYTES];
    chance.nextBytes(bytes);
    return new SealingKey(bytes);
  }

  /// The secret itself, for a file that only its owner may read.
  public String text() {
    return Base64.getEncoder().encodeToString(bytes);
  }

  public String id() {
    return id;
  }

  private static String id(byte[] bytes) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update("nokube sealing key id:".getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest(bytes)).substring(0, ID_LENGTH);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }

  static byte[] nonce() {
    byte[] nonce = new byte[NONCE_BYTES];
    CHANCE.nextBytes(nonce);
    return nonce;
  }

  /// @param bound what it is sealed together with, and can't be opened without
  byte[] seal(byte[] plain, byte[] nonce, byte[] bound) {
    try {
      return cipher(Cipher.ENCRYPT_MODE, nonce, bound).doFinal(plain);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("sealing with AES-256-GCM failed", e);
    }
  }

  /// @throws GeneralSecurityException if it isn't what was sealed with this key
  byte[] open(byte[] sealed, int from, byte[] nonce, byte[] bound) throws GeneralSecurityException {
    return cipher(Cipher.DECRYPT_MODE, nonce, bound).doFinal(sealed, from, sealed.length - from);
  }

  private Cipher cipher(int mode, byte[] nonce, byte[] bound) throws GeneralSecurityException {
    SecretKey key = new SecretKeySpec(bytes, "AES");
    Cipher cipher = Cipher.getInstance(CIPHER);
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(bound);
    return cipher;
  }

  @Override
  public String toString() {
    return "SealingKey[" + id + "]";
  }
}
