package io.nokube.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/// The cluster's tokens: whoever brings one may speak to the API. Never printed.
public final class Bearer {
  private final List<byte[]> tokens;

  public Bearer(List<String> tokens) {
    this.tokens = tokens.stream().map(token -> token.getBytes(StandardCharsets.UTF_8)).toList();
  }

  /// Compares in time that doesn't tell how much of a token was right.
  boolean admits(Optional<String> authorization) {
    String prefix = "Bearer ";
    return authorization
        .filter(header -> header.startsWith(prefix))
        .map(header -> header.substring(prefix.length()).getBytes(StandardCharsets.UTF_8))
        .map(given -> tokens.stream().anyMatch(token -> MessageDigest.isEqual(token, given)))
        .orElse(false);
  }
}
