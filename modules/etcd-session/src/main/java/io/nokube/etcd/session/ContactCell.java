package io.nokube.etcd.session;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where the session keeps its [Contact], and where threads wait for it to begin.
final class ContactCell {

  private static final Logger LOG = LoggerFactory.getLogger(EtcdSession.class);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition begun = lock.newCondition();
  private final Duration silence;
  private volatile Contact contact = new Contact.Lost(System.nanoTime(), "not reached yet");

  ContactCell(EtcdSettings settings) {
    silence = settings.renewEvery().plus(settings.requestTimeout());
  }

  Contact now() {
    return contact;
  }

  boolean lasted(Duration duration) {
    return contact.lasted(duration, silence, System.nanoTime());
  }

  void heard(long cluster, long term) {
    lock.lock();
    try {
      var before = contact;
      contact = before.heard(System.nanoTime(), silence, cluster, term);
      tell(before, contact);
      begun.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void broken(String why) {
    lock.lock();
    try {
      var before = contact;
      contact = before.broken(System.nanoTime(), why);
      tell(before, contact);
    } finally {
      lock.unlock();
    }
  }

  /// The session is closed: there is no contact from now on, and that is no loss.
  void end() {
    lock.lock();
    try {
      contact = contact.broken(System.nanoTime(), "the session is closed");
      LOG.info("session with etcd closed");
    } finally {
      lock.unlock();
    }
  }

  /// Waits for contact, at most so long; whether there is contact.
  boolean await(Duration patience) throws InterruptedException {
    var left = patience.toNanos();
    lock.lock();
    try {
      while (contact instanceof Contact.Lost) {
        if (left <= 0) {
          return false;
        }
        left = begun.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  private static void tell(Contact before, Contact after) {
    switch (after) {
      case Contact.Lost lost when before instanceof Contact.Unbroken ->
          LOG.warn("contact with etcd lost why=\"{}\"", lost.why());
      case Contact.Lost _ -> {}
      case Contact.Unbroken begun -> {
        switch (before) {
          case Contact.Lost lost ->
              LOG.info(
                  "contact with etcd cluster={} term={} after={}ms",
                  Long.toHexString(begun.cluster()),
                  begun.term(),
                  TimeUnit.NANOSECONDS.toMillis(begun.since() - lost.since()));
          case Contact.Unbroken old when old.cluster() != begun.cluster() ->
              LOG.error(
                  "another etcd cluster answers was={} is={}: check the endpoints",
                  Long.toHexString(old.cluster()),
                  Long.toHexString(begun.cluster()));
          case Contact.Unbroken old when old.term() != begun.term() ->
              LOG.info("etcd changed its leader term={} was={}", begun.term(), old.term());
          case Contact.Unbroken old when old.since() != begun.since() ->
              LOG.warn(
                  "nothing was heard from etcd for {}ms: was this process paused?",
                  TimeUnit.NANOSECONDS.toMillis(begun.heard() - old.heard()));
          case Contact.Unbroken _ -> {}
        }
      }
    }
  }
}
