package io.nokube.api;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/// What is logged until it is closed, by whomever.
final class Heard extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private final Logger failed = (Logger) LoggerFactory.getLogger(FailedRequest.class);
  private final BlockingQueue<ILoggingEvent> unread = new LinkedBlockingQueue<>();
  private final List<ILoggingEvent> all = new CopyOnWriteArrayList<>();

  private Heard() {}

  /// Of [FailedRequest] what it says for whoever looks for a fault, too.
  static Heard all() {
    Heard heard = new Heard();
    heard.start();
    heard.root.addAppender(heard);
    heard.failed.setLevel(Level.DEBUG);
    return heard;
  }

  @Override
  protected void append(ILoggingEvent event) {
    all.add(event);
    unread.add(event);
  }

  /// Waits for it.
  String next(Class<?> logger) throws InterruptedException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (true) {
      ILoggingEvent event = unread.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (event == null) {
        throw new AssertionError("%s says nothing; others: %s".formatted(logger, all));
      }
      if (event.getLoggerName().equals(logger.getName())) {
        return event.getLevel() + " " + event.getFormattedMessage();
      }
    }
  }

  List<ILoggingEvent> errors() {
    return all.stream().filter(event -> event.getLevel() == Level.ERROR).toList();
  }

  @Override
  public void close() {
    root.detachAppender(this);
    failed.setLevel(null);
    stop();
  }
}
