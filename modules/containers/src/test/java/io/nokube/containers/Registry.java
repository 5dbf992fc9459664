package io.nokube.containers;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;

/// A registry on the loopback with one image, `it:1`, which runs as user `app`. Docker asks those
/// on the loopback without TLS.
final class Registry implements AutoCloseable {
  final AtomicInteger asked = new AtomicInteger();
  private final HttpServer server;
  private final PlainDoor door;
  private final CountDownLatch released;
  private final Map<String, byte[]> served;
  private final byte[] manifest;

  /// @param released until when it answers nothing about the image
  Registry(CountDownLatch released) throws IOException {
    this.released = released;
    byte[] layer = new byte[1024]; // an empty tar
    byte[] packed = gzip(layer);
    byte[] config =
        ("{\"architecture\":\"amd64\",\"os\":\"linux\",\"config\":{\"User\":\"app\"},"
                + "\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\""
                + digest(layer)
                + "\"]}}")
            .getBytes(StandardCharsets.UTF_8);
    String docker = "application/vnd.docker.";
    manifest =
        ("{\"schemaVersion\":2,\"mediaType\":\""
                + docker
                + "distribution.manifest.v2+json\",\"config\":"
                + described(docker + "container.image.v1+json", config)
                + ",\"layers\":["
                + described(docker + "image.rootfs.diff.tar.gzip", packed)
                + "]}")
            .getBytes(StandardCharsets.UTF_8);
    served = Map.of(digest(config), config, digest(packed), packed);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/v2/", this::answer);
    server.start();
    door = new PlainDoor(server.getAddress());
  }

  String image() {
    return "127.0.0.1:" + door.port() + "/it:1";
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      if (path.equals("/v2/")) {
        exchange.sendResponseHeaders(200, -1);
      } else if (path.equals("/v2/it/manifests/1") || path.endsWith(digest(manifest))) {
        asked.incrementAndGet();
        awaitRelease();
        send(exchange, "application/vnd.docker.distribution.manifest.v2+json", manifest);
      } else if (served.containsKey(path.substring(path.lastIndexOf('/') + 1))) {
        byte[] blob = served.get(path.substring(path.lastIndexOf('/') + 1));
        send(exchange, "application/octet-stream", blob);
      } else {
        byte[] no =
            "{\"errors\":[{\"code\":\"MANIFEST_UNKNOWN\",\"message\":\"manifest unknown\"}]}"
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(404, no.length);
        exchange.getResponseBody().write(no);
      }
    }
  }

  private void awaitRelease() throws IOException {
    try {
      if (!released.await(60, TimeUnit.SECONDS)) {
        throw new IOException("never released");
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static void send(HttpExchange exchange, String type, byte[] body) throws IOException {
    exchange.getResponseHeaders().add("Content-Type", type);
    exchange.getResponseHeaders().add("Docker-Content-Digest", digest(body));
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().add("Content-Length", Integer.toString(body.length));
      exchange.sendResponseHeaders(200, -1);
      return;
    }
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
  }

  private static String described(String type, byte[] bytes) {
    return String.format(
        "{\"mediaType\":\"%s\",\"size\":%d,\"digest\":\"%s\"}", type, bytes.length, digest(bytes));
  }

  private static String digest(byte[] bytes) {
    try {
      return "sha256:"
          + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    }
    return packed.toByteArray();
  }

  @Override
  public void close() throws IOException {
    released.countDown();
    door.close();
    server.stop(0);
  }
}
