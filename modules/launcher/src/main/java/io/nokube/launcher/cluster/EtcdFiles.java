package io.nokube.launcher.cluster;

import io.nokube.launcher.CommandFailure;
import io.nokube.model.cluster.ClusterFile;
import io.nokube.model.cluster.EtcdSource;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// By what an external etcd is known and knows the agents, as this machine's files have it: texts
/// in PEM. Never printed.
///
/// @param key in PKCS 8
record EtcdFiles(EtcdSource.External settings, String authority, String certificate, String key) {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

  /// Those that a file names; empty where nokube runs etcd itself.
  ///
  /// @param home of the user, which `~` stands for
  /// @throws CommandFailure naming all that is wrong with them
  static Optional<EtcdFiles> of(ClusterFile file, Path home, Instant now) {
    return switch (file.etcd().source()) {
      case EtcdSource.Members members -> Optional.empty();
      case EtcdSource.External external -> Optional.of(read(external, home, now));
    };
  }

  private static EtcdFiles read(EtcdSource.External external, Path home, Instant now) {
    List<String> problems = new ArrayList<>();
    String authority = text("ca_file", path(external.caFile(), home), problems);
    String certificate = text("cert_file", path(external.certFile(), home), problems);
    String key = text("key_file", path(external.keyFile(), home), problems);
    if (problems.isEmpty()) {
      problems.addAll(judged(external, authority, certificate, key, now));
    }
    if (!problems.isEmpty()) {
      throw CommandFailure.failed(String.join("\n", problems) + "\nnothing was changed");
    }
    return new EtcdFiles(external, authority, certificate, key);
  }

  /// Of the user who runs the command.
  static Path home() {
    return Path.of(System.getProperty("user.home", "/"));
  }

  private static Path path(String text, Path home) {
    return text.startsWith("~/") ? home.resolve(text.substring(2)) : Path.of(text);
  }

  private static String text(String name, Path path, List<String> problems) {
    try {
      return Files.readString(path);
    } catch (NoSuchFileException e) {
      problems.add("etcd.external.%s: %s: there is no such file".formatted(name, path));
    } catch (AccessDeniedException e) {
      problems.add("etcd.external.%s: %s: this user may not read it".formatted(name, path));
    } catch (IOException e) {
      problems.add("etcd.external.%s: %s: cannot be read: %s".formatted(name, path, e));
    }
    return "";
  }

  /// What is wrong with the texts, by themselves and beside one another; no problem shows any of
  /// them. Pure.
  static List<String> judged(
      EtcdSource.External external, String authority, String certificate, String key, Instant now) {
    List<String> problems = new ArrayList<>();
    List<X509Certificate> trusted = OperatorMachine.certificates(authority);
    if (trusted.isEmpty()) {
      problems.add(
          "etcd.external.ca_file: %s: holds no certificate in PEM".formatted(external.caFile()));
    }
    trusted.stream()
        .filter(each -> !each.getNotAfter().toInstant().isAfter(now))
        .findFirst()
        .ifPresent(each ->
            problems.add(
                "etcd.external.ca_file: %s: has expired at %s"
                    .formatted(external.caFile(), each.getNotAfter().toInstant())));
    Optional<X509Certificate> own = OperatorMachine.certificates(certificate).stream().findFirst();
    if (own.isEmpty()) {
      problems.add(
          "etcd.external.cert_file: %s: holds no certificate in PEM"
              .formatted(external.certFile()));
    }
    own.filter(each -> !each.getNotAfter().toInstant().isAfter(now))
        .ifPresent(each ->
            problems.add(
                "etcd.external.cert_file: %s: has expired at %s: have it renewed"
                    .formatted(external.certFile(), each.getNotAfter().toInstant())));
    key(external, key, own, problems);
    return problems;
  }

  private static void key(
      EtcdSource.External external,
      String key,
      Optional<X509Certificate> own,
      List<String> problems) {
    var block = KEY.matcher(key);
    if (!block.find()) {
      problems.add(
          "etcd.external.key_file: %s: holds no key in PKCS 8 (BEGIN PRIVATE KEY); one of another form becomes so by: openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW"
              .formatted(external.keyFile()));
      return;
    }
    if (own.isPresent() && !belongs(block.group(1), own.get())) {
      problems.add(
          "etcd.external.key_file: %s: is not the key of the certificate in %s"
              .formatted(external.keyFile(), external.certFile()));
    }
  }

  private static boolean belongs(String base64, X509Certificate own) {
    String algorithm = own.getPublicKey().getAlgorithm();
    try {
      PrivateKey key =
          KeyFactory.getInstance(algorithm)
              .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(base64)));
      Signature signature =
          Signature.getInstance(
              switch (algorithm) {
                case "EC" -> "SHA256withECDSA";
                case "RSA" -> "SHA256withRSA";
                default -> algorithm;
              });
      signature.initSign(key);
      byte[] signed = signature.sign();
      signature.initVerify(own.getPublicKey());
      return signature.verify(signed);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }

  /// What every node gets.
  List<Placed> ofNode() {
    return List.of(
        new Placed("tls/etcd-ca.crt", authority),
        new Placed("tls/etcd.key", key),
        new Placed("tls/etcd.crt", certificate));
  }

  List<String> endpoints() {
    return settings.endpoints().stream().map(Object::toString).toList();
  }

  @Override
  public String toString() {
    return "the certificates for etcd at " + endpoints();
  }
}
