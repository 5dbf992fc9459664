package io.nokube.certificates;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;

/// Who a certificate is to be for: what it will say, but for its time and its issuer.
///
/// @param commonName of a node its name, of a user his
/// @param organization of a node the cluster, of a user his group
/// @param names empty for one that is never connected to
public record Holder(String commonName, String organization, Names names, Use use) {
  /// X.520 allows no more, and OpenSSL refuses what has more.
  private static final int LONGEST = 64;

  public Holder {
    check("common name", commonName);
    check("organization", organization);
    if (use == Use.NODE && names.isEmpty()) {
      throw new IllegalArgumentException(
          "a node's certificate needs a name or address by which clients reach it: %s has none"
              .formatted(commonName));
    }
  }

  public static Holder node(String name, String cluster, Names names) {
    return new Holder(name, cluster, names, Use.NODE);
  }

  public static Holder user(String name, String group) {
    return new Holder(name, group, Names.NONE, Use.USER);
  }

  private static void check(String what, String value) {
    if (value.isBlank() || value.length() > LONGEST) {
      throw new IllegalArgumentException(
          "a certificate's %s has 1 to %d characters: \"%s\" has %d"
              .formatted(what, LONGEST, value, value.length()));
    }
  }

  X500Name subject() {
    return new X500NameBuilder(BCStyle.INSTANCE)
        .addRDN(BCStyle.O, organization)
        .addRDN(BCStyle.CN, commonName)
        .build();
  }
}
