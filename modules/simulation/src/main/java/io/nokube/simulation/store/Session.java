package io.nokube.simulation.store;

import io.nokube.actor.verdict.Contact;
import io.nokube.simulation.net.Network;
import io.nokube.simulation.time.Chance;
import io.nokube.simulation.time.Timeline;
import io.nokube.simulation.time.Timing;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/// One process' session with the store: a lease that is renewed, contact that is judged, requests
/// that fail fast. Mirrors `etcd-session`: its `Pulse` and `ContactCell`.
public final class Session {
  private static final Duration REPLACE_EVERY = Duration.ofSeconds(1);

  private final Etcd etcd;
  private final Timeline time;
  private final Network network;
  private final Chance chance;
  private final Timing timing;
  private final Client client;
  private final Runnable leaseLost;
  private Optional<Long> lease = Optional.empty();

  /// Since when contact is unbroken; nothing while it is broken.
  private Optional<Long> since = Optional.empty();

  /// When the last renewal that was confirmed was sent.
  private long renewed;

  private long heard;
  private long term;
  private long beats;

  /// What became of a request.
  public sealed interface Answer<T> {
    record Is<T>(T value) implements Answer<T> {}

    /// It was never sent, or turned down: it will not happen.
    record NotSent<T>(String why) implements Answer<T> {}

    /// It was on its way when contact broke: it may have happened, or happen still.
    record Unknown<T>(String why) implements Answer<T> {}
  }

  public Session(
      Etcd etcd,
      Timeline time,
      Network network,
      Chance chance,
      Timing timing,
      Client client,
      Runnable leaseLost) {
    this.etcd = etcd;
    this.time = time;
    this.network = network;
    this.chance = chance;
    this.timing = timing;
    this.client = client;
    this.leaseLost = leaseLost;
  }

  public void start() {
    beat(++beats);
  }

  public Optional<Long> lease() {
    return lease;
  }

  /// How long ago the last renewal that the store confirmed was sent; empty while there is no
  /// lease.
  public Optional<Duration> sinceRenewed() {
    return lease.map(_ -> Duration.ofNanos((time.now() - renewed) * 1000));
  }

  /// For how long there has been contact, and for how long there must be.
  public Contact contact() {
    boolean silent =
        time.now() - heard
            > Timeline.micros(timing.renewEvery()) + Timeline.micros(timing.requestTimeout());
    Duration unbroken =
        silent
            ? Duration.ZERO
            : since.map(from -> Duration.ofNanos((time.now() - from) * 1000)).orElse(Duration.ZERO);
    return new Contact(unbroken, timing.settling());
  }

  public boolean hasContact() {
    return since.isPresent();
  }

  private record Beat(boolean lives, Optional<Long> granted, long term) {}

  private void beat(long number) {
    if (client.isGone() || number != beats) {
      return;
    }
    Optional<Long> held = lease;
    long sent = time.now();
    Function<Etcd, Beat> request =
        store -> {
          boolean lives = held.filter(store::renew).isPresent();
          return new Beat(
              lives, lives ? Optional.empty() : Optional.of(store.grant()), store.term());
        };
    request(
        request,
        answer -> {
          if (number == beats) {
            beaten(held, sent, answer);
          }
        });
  }

  private void beaten(Optional<Long> held, long sent, Answer<Beat> answer) {
    switch (answer) {
      case Answer.Is<Beat>(var beat) -> {
        heard(beat.term);
        renewed = sent;
        if (beat.granted.isPresent()) {
          lease = beat.granted;
          if (held.isPresent()) {
            leaseLost.run();
          }
        }
        again(timing.renewEvery());
      }
      case Answer.NotSent<Beat> _, Answer.Unknown<Beat> _ -> {
        since = Optional.empty();
        again(REPLACE_EVERY);
      }
    }
  }

  private void heard(long now) {
    boolean silent =
        time.now() - heard
            > Timeline.micros(timing.renewEvery()) + Timeline.micros(timing.requestTimeout());
    if (since.isEmpty() || silent || term != now) {
      since = Optional.of(time.now());
    }
    term = now;
    heard = time.now();
  }

  private void again(Duration delay) {
    long number = ++beats;
    time.after(delay, () -> client.run(() -> beat(number)));
  }

  /// Asks the store, if there is contact.
  public <T> void ask(Function<Etcd, T> request, Consumer<Answer<T>> reply) {
    if (since.isEmpty()) {
      time.after(0, () -> client.run(() -> reply.accept(new Answer.NotSent<>("no contact"))));
      return;
    }
    request(
        request,
        answer -> {
          if (!(answer instanceof Answer.Is) && since.isPresent()) {
            since = Optional.empty();
            beat(++beats);
          }
          reply.accept(answer);
        });
  }

  /// One request on its way there and back.
  private final class Trip<T> {
    private final Consumer<Answer<T>> reply;
    private boolean answered;

    Trip(Consumer<Answer<T>> reply) {
      this.reply = reply;
    }

    void answer(Answer<T> answer) {
      client.run(() -> {
        if (!answered) {
          answered = true;
          reply.accept(answer);
        }
      });
    }
  }

  private <T> void request(Function<Etcd, T> request, Consumer<Answer<T>> reply) {
    Trip<T> trip = new Trip<>(reply);
    String here = client.node();
    long sent = time.now();
    Timeline.Due late =
        time.after(timing.requestTimeout(), () -> trip.answer(new Answer.Unknown<>("no answer")));
    if (!network.passes(here, Network.STORE)) {
      return;
    }
    time.after(
        network.delay(here, Network.STORE),
        () -> {
          if (!etcd.isUp()) {
            if (chance.in(50)) {
              time.after(
                  network.delay(Network.STORE, here),
                  () -> trip.answer(new Answer.NotSent<>("connection refused")));
            }
            return;
          }
          // Past its deadline gRPC drops it.
          if (time.now() - sent > Timeline.micros(timing.requestTimeout())) {
            return;
          }
          T value = request.apply(etcd);
          if (network.passes(Network.STORE, here)) {
            time.after(
                network.delay(Network.STORE, here),
                () -> {
                  late.cancel();
                  trip.answer(new Answer.Is<>(value));
                });
          }
        });
  }
}
