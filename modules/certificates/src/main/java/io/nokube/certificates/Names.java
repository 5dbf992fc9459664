package io.nokube.certificates;

import java.net.InetAddress;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

/// How a certificate's holder is reached: the names and IP addresses that a client may have asked
/// for. Equal whatever their order and spelling (`::1` is `0:0:0:0:0:0:0:1`).
///
/// @param dns in lower case
/// @param addresses as the JDK writes them
public record Names(SortedSet<String> dns, SortedSet<String> addresses) {
  public static final Names NONE = new Names(new TreeSet<>(), new TreeSet<>());

  private static final Pattern DNS =
      Pattern.compile("[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*");

  public Names {
    dns = Collections.unmodifiableSortedSet(new TreeSet<>(dns));
    addresses = Collections.unmodifiableSortedSet(new TreeSet<>(addresses));
  }

  public static Names of(String... texts) {
    return of(List.of(texts));
  }

  /// Nothing is looked up: what reads as an IP address is one, everything else is a name.
  ///
  /// @throws IllegalArgumentException naming the text that is neither
  public static Names of(Collection<String> texts) {
    SortedSet<String> dns = new TreeSet<>();
    SortedSet<String> addresses = new TreeSet<>();
    for (String text : texts) {
      if (isAddress(text)) {
        addresses.add(InetAddress.ofLiteral(text).getHostAddress());
      } else {
        dns.add(name(text));
      }
    }
    return new Names(dns, addresses);
  }

  private static boolean isAddress(String text) {
    return text.contains(":") || text.matches("[0-9.]+");
  }

  private static String name(String text) {
    String name = text.toLowerCase(Locale.ROOT);
    if (name.length() > 253 || !DNS.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a certificate can't name \"%s\": it is neither an IP address nor a DNS name"
              .formatted(text));
    }
    return name;
  }

  boolean isEmpty() {
    return dns.isEmpty() && addresses.isEmpty();
  }

  GeneralNames extension() {
    return new GeneralNames(
        Stream.concat(
                dns.stream().map(name -> new GeneralName(GeneralName.dNSName, name)),
                addresses.stream().map(one -> new GeneralName(GeneralName.iPAddress, one)))
            .toArray(GeneralName[]::new));
  }

  @Override
  public String toString() {
    return Stream.concat(dns.stream(), addresses.stream()).toList().toString();
  }
}
