package io.nokube.host.system;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/// The command agent's lines to whoever called it: one JSON object each, written as they come
/// about.
public final class Progress {

  private final OutputStream out;
  private final ObjectNode mark;
  private String step = "request";

  public Progress(OutputStream out) {
    this(out, JsonNodeFactory.instance.objectNode());
  }

  private Progress(OutputStream out, ObjectNode mark) {
    this.out = out;
    this.mark = mark;
  }

  /// The lines of one request of several that this process does, which have its number.
  public Progress of(int request) {
    return new Progress(out, JsonNodeFactory.instance.objectNode().put("request", request));
  }

  /// What a step made, and that in words.
  ///
  /// @param more further fields of the step's line
  public record Done<T>(T value, String detail, ObjectNode more) {

    public Done(T value, String detail) {
      this(value, detail, JsonNodeFactory.instance.objectNode());
    }
  }

  /// Does one step and says when it starts, with what it is about to do, and how it ended.
  public <T> T step(String name, String about, Supplier<Done<T>> work) {
    step = name;
    var started = System.nanoTime();
    line(state(name, "started", about));
    try {
      var done = work.get();
      var line = state(name, "done", done.detail()).put("millis", millisSince(started));
      line.setAll(done.more());
      line(line);
      return done.value();
    } catch (RuntimeException e) {
      line(
          state(name, "failed", String.valueOf(e.getMessage()))
              .put("millis", millisSince(started)));
      throw e;
    }
  }

  /// Passes on a step's line that another command agent wrote for us.
  public void forward(ObjectNode line) {
    step = line.path("step").asText();
    line(line);
  }

  public void result(ObjectNode result) {
    var line = JsonNodeFactory.instance.objectNode();
    line.set("result", result);
    line(line);
  }

  /// The last line of a request that failed; it names the step that was under way.
  public void error(String message, String advice) {
    var line = JsonNodeFactory.instance.objectNode();
    line.putObject("error").put("step", step).put("message", message).put("advice", advice);
    line(line);
  }

  private static ObjectNode state(String step, String state, String detail) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("step", step)
        .put("state", state)
        .put("detail", detail);
  }

  private void line(ObjectNode line) {
    var marked = mark.deepCopy();
    marked.setAll(line);
    try {
      synchronized (out) {
        out.write((marked + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("telling the caller about the progress", e);
    }
  }

  private static long millisSince(long nanos) {
    return (System.nanoTime() - nanos) / 1_000_000;
  }
}
