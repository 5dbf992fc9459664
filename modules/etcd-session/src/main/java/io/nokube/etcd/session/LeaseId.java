package io.nokube.etcd.session;

/// etcd's number of a lease; written as etcdctl writes it, in hexadecimal.
public record LeaseId(long number) {

  public LeaseId {
    if (number == 0) {
      throw new IllegalArgumentException("lease 0 means no lease in etcd");
    }
  }

  @Override
  public String toString() {
    return Long.toHexString(number);
  }
}
