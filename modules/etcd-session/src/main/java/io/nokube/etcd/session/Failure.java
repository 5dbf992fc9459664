package io.nokube.etcd.session;

import io.grpc.Status;

/// What a failed call means.
///
/// etcd's own refusals carry its words ("etcdserver: …"); of those, only the ones known to be said
/// before a write is proposed make it refused. The rest leaves a write that was sent unknown.
final class Failure {

  private Failure() {}

  static Outcome ofWrite(Status status, boolean sent) {
    var why = words(status);
    if (!sent) {
      return new Outcome.Refused(Outcome.Reason.UNREACHABLE, why);
    }
    var said = said(status);
    return switch (status.getCode()) {
      case NOT_FOUND -> new Outcome.Refused(Outcome.Reason.LEASE_GONE, why);
      case INVALID_ARGUMENT ->
          said.contains("too large") || said.contains("too many operations")
              ? new Outcome.Refused(Outcome.Reason.TOO_LARGE, why)
              : new Outcome.Refused(Outcome.Reason.INVALID, why);
      case RESOURCE_EXHAUSTED ->
          said.contains("received message larger")
              ? new Outcome.Refused(Outcome.Reason.TOO_LARGE, why)
              : said.startsWith("etcdserver:")
                  ? new Outcome.Refused(Outcome.Reason.NO_ROOM, why)
                  : new Outcome.Unknown(why);
      case UNIMPLEMENTED, PERMISSION_DENIED, UNAUTHENTICATED ->
          new Outcome.Refused(Outcome.Reason.INVALID, why);
      case OK,
          CANCELLED,
          UNKNOWN,
          DEADLINE_EXCEEDED,
          ALREADY_EXISTS,
          FAILED_PRECONDITION,
          ABORTED,
          OUT_OF_RANGE,
          INTERNAL,
          UNAVAILABLE,
          DATA_LOSS ->
          new Outcome.Unknown(why);
    };
  }

  static <T> Reading<T> ofRead(Status status) {
    return compacted(status)
        ? new Reading.Compacted<>(words(status))
        : new Reading.Unavailable<>(words(status));
  }

  static boolean compacted(Status status) {
    return status.getCode() == Status.Code.OUT_OF_RANGE && said(status).contains("compacted");
  }

  /// Whether contact with etcd is in doubt after this.
  static boolean breaksContact(Status status) {
    return switch (status.getCode()) {
      case UNAVAILABLE, DEADLINE_EXCEEDED, INTERNAL, UNKNOWN, DATA_LOSS -> true;
      case OK,
          CANCELLED,
          INVALID_ARGUMENT,
          NOT_FOUND,
          ALREADY_EXISTS,
          PERMISSION_DENIED,
          RESOURCE_EXHAUSTED,
          FAILED_PRECONDITION,
          ABORTED,
          OUT_OF_RANGE,
          UNIMPLEMENTED,
          UNAUTHENTICATED ->
          false;
    };
  }

  static String words(Status status) {
    var cause = status.getCause();
    return said(status).isEmpty()
        ? status.getCode().toString()
        : said(status) + (cause == null ? "" : " (" + cause.getMessage() + ")");
  }

  private static String said(Status status) {
    var description = status.getDescription();
    return description == null ? "" : description;
  }
}
