package io.nokube.etcd.session;

/// Who a watch delivers to, one delivery at a time on the watch's own virtual thread. While it
/// blocks, etcd is not read further; if it throws, that is logged and a [Delivery.Resync] follows.
@FunctionalInterface
public interface Receiver {

  void receive(Delivery delivery);
}
