package io.nokube.launcher.cluster;

import io.nokube.model.cluster.ThisMachine;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The machine that runs the command: its environment and its user's files.
///
/// @param home the user's own folder, which `~` stands for
public record OperatorMachine(Map<String, String> environment, Path home, Instant now)
    implements ThisMachine {

  public static OperatorMachine here() {
    return new OperatorMachine(
        System.getenv(), Path.of(System.getProperty("user.home", "/")), Instant.now());
  }

  /// A variable or file isn't what it is wanted for. The message says why, and nothing of what it
  /// holds.
  static final class Unfit extends Exception {
    private static final long serialVersionUID = 1;

    private Unfit(String why) {
      super(why);
    }
  }

  /// A password.
  String variable(String name) throws Unfit {
    String value = environment.getOrDefault(name, "");
    if (value.isEmpty()) {
      throw new Unfit("is not set: have it hold the password (export it) when this command runs");
    }
    return value;
  }

  /// A password: the file but for the end of its line.
  String secret(String path) throws Unfit {
    String secret = text(path).replaceFirst("\\R\\z", "");
    if (secret.isEmpty()) {
      throw new Unfit("the file is empty: have it hold the password and nothing else");
    }
    return secret;
  }

  /// Certificates in PEM, of which none has expired.
  String authority(String path) throws Unfit {
    String pem = text(path);
    List<X509Certificate> certificates = certificates(pem);
    if (certificates.isEmpty()) {
      throw new Unfit("the file holds no certificate in PEM");
    }
    for (X509Certificate each : certificates) {
      if (!each.getNotAfter().toInstant().isAfter(now)) {
        throw new Unfit("the file's certificate has expired at " + each.getNotAfter().toInstant());
      }
    }
    return pem;
  }

  /// Empty if the text is something else.
  static List<X509Certificate> certificates(String pem) {
    try {
      return CertificateFactory.getInstance("X.509")
          .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)))
          .stream()
          .map(X509Certificate.class::cast)
          .toList();
    } catch (GeneralSecurityException e) {
      return List.of(); // whatever it is, it is no certificate
    }
  }

  private String text(String path) throws Unfit {
    Path file = path.startsWith("~/") ? home.resolve(path.substring(2)) : Path.of(path);
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new Unfit("there is no such file");
    } catch (AccessDeniedException e) {
      throw new Unfit("this user may not read the file");
    } catch (CharacterCodingException e) {
      throw new Unfit("the file is no text in UTF-8");
    } catch (IOException e) {
      throw new Unfit("the file cannot be read: " + e.getMessage());
    }
  }

  @Override
  public Optional<String> faultOfVariable(String name) {
    return fault(() -> variable(name));
  }

  @Override
  public Optional<String> faultOfSecret(String path) {
    return fault(() -> secret(path));
  }

  @Override
  public Optional<String> faultOfAuthority(String path) {
    return fault(() -> authority(path));
  }

  private interface Reading {
    String read() throws Unfit;
  }

  private static Optional<String> fault(Reading reading) {
    try {
      reading.read();
      return Optional.empty();
    } catch (Unfit unfit) {
      return Optional.ofNullable(unfit.getMessage());
    }
  }

  /// Its environment holds secrets.
  @Override
  public String toString() {
    return "this machine";
  }
}
