package io.nokube.agent.renewal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/// A certificate that says what another says, but for its number and its time.
///
/// Pure. The library that made the first one (Bouncy Castle, 10 MB) isn't on the nodes; here two
/// fields of what it made are replaced (RFC 5280, 4.1), and all others stay byte for byte.
final class Resigned {
  private static final int INTEGER = 0x02;
  private static final int BIT_STRING = 0x03;
  private static final int UTC_TIME = 0x17;
  private static final int GENERALIZED_TIME = 0x18;
  private static final int SEQUENCE = 0x30;
  private static final int VERSION = 0xa0;

  /// Places in the certificate's content, which begins with the version.
  private static final int SERIAL = 1;

  private static final int ALGORITHM = 2;
  private static final int VALIDITY = 4;

  /// Until when a year has two digits.
  private static final Instant UTC_TIME_ENDS = Instant.parse("2050-01-01T00:00:00Z");

  private static final DateTimeFormatter SHORT =
      DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter LONG =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

  private Resigned() {}

  /// @param key of the authority that signed the old one
  /// @param serial positive
  /// @throws GeneralSecurityException if it can't be signed with that key
  static X509Certificate of(X509Certificate old, PrivateKey key, Life life, BigInteger serial)
      throws GeneralSecurityException {
    List<byte[]> fields = new ArrayList<>(elements(content(old.getTBSCertificate())));
    if ((fields.getFirst()[0] & 0xff) != VERSION) {
      throw new GeneralSecurityException("it isn't a certificate of version 3");
    }
    fields.set(SERIAL, element(INTEGER, serial.toByteArray()));
    fields.set(VALIDITY, element(SEQUENCE, joined(List.of(time(life.from()), time(life.until())))));
    byte[] content = element(SEQUENCE, joined(fields));
    Signature signing = Signature.getInstance(old.getSigAlgName());
    signing.initSign(key);
    signing.update(content);
    byte[] signed = signing.sign();
    byte[] bits = ByteBuffer.allocate(signed.length + 1).put((byte) 0).put(signed).array();
    byte[] whole =
        element(
            SEQUENCE, joined(List.of(content, fields.get(ALGORITHM), element(BIT_STRING, bits))));
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(whole));
  }

  private static byte[] time(Instant time) {
    boolean isShort = time.isBefore(UTC_TIME_ENDS);
    String text = (isShort ? SHORT : LONG).format(time);
    return element(isShort ? UTC_TIME : GENERALIZED_TIME, text.getBytes(StandardCharsets.US_ASCII));
  }

  /// DER: a tag, a length, a content.
  private static byte[] element(int tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    if (content.length < 0x80) {
      out.write(content.length);
    } else {
      byte[] length = BigInteger.valueOf(content.length).toByteArray();
      int skipped = length[0] == 0 ? 1 : 0;
      out.write(0x80 | (length.length - skipped));
      out.write(length, skipped, length.length - skipped);
    }
    out.writeBytes(content);
    return out.toByteArray();
  }

  private static byte[] joined(List<byte[]> elements) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    elements.forEach(out::writeBytes);
    return out.toByteArray();
  }

  private static byte[] content(byte[] element) {
    ByteBuffer in = ByteBuffer.wrap(element);
    in.get();
    byte[] content = new byte[length(in)];
    in.get(content);
    return content;
  }

  private static List<byte[]> elements(byte[] content) {
    List<byte[]> elements = new ArrayList<>();
    ByteBuffer in = ByteBuffer.wrap(content);
    while (in.hasRemaining()) {
      int begin = in.position();
      in.get();
      int end = length(in) + in.position();
      byte[] element = new byte[end - begin];
      in.position(begin).get(element);
      elements.add(element);
    }
    return elements;
  }

  private static int length(ByteBuffer in) {
    int first = in.get() & 0xff;
    int length = first;
    if (first >= 0x80) {
      length = 0;
      for (int i = 0; i < (first & 0x7f); i++) {
        length = (length << 8) | (in.get() & 0xff);
      }
    }
    return length;
  }
}
