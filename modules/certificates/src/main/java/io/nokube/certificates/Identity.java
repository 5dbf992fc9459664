package io.nokube.certificates;

/// A certificate and the key that proves it is one's own, both as PEM.
///
/// @param keyPem PKCS#8, not encrypted: never printed
public record Identity(String certificatePem, String keyPem) {
  @Override
  public String toString() {
    return "Identity[" + certificatePem.length() + " characters of certificate, and its key]";
  }
}
