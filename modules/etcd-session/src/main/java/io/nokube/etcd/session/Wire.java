package io.nokube.etcd.session;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Optional;

/// Between the session's words and etcd's protocol buffers.
final class Wire {

  private Wire() {}

  static TxnRequest txn(Txn txn) {
    var request = TxnRequest.newBuilder();
    var compared = new LinkedHashSet<String>();
    for (var compare : txn.compares()) {
      request.addCompare(compare(compare));
      compared.add(compare.key());
    }
    for (var write : txn.writes()) {
      request.addSuccess(write(write));
    }
    for (var key : compared) {
      request.addFailure(RequestOp.newBuilder().setRequestRange(range(Span.key(key))));
    }
    return request.build();
  }

  static Outcome outcome(TxnResponse response) {
    var revision = response.getHeader().getRevision();
    if (response.getSucceeded()) {
      return new Outcome.Committed(revision);
    }
    var current = new HashMap<String, KeyValue>();
    for (var read : response.getResponsesList()) {
      for (var entry : read.getResponseRange().getKvsList()) {
        var seen = keyValue(entry);
        current.put(seen.key(), seen);
      }
    }
    return new Outcome.CompareFailed(current, revision);
  }

  static RangeRequest range(Span span) {
    return RangeRequest.newBuilder().setKey(span.from()).setRangeEnd(span.end()).build();
  }

  static Page page(RangeResponse answer) {
    return new Page(
        answer.getKvsList().stream().map(Wire::keyValue).toList(),
        answer.getMore(),
        answer.getCount());
  }

  static KeyValue keyValue(io.etcd.jetcd.api.KeyValue entry) {
    return new KeyValue(
        entry.getKey().toStringUtf8(),
        ByteSequence.from(entry.getValue()),
        entry.getCreateRevision(),
        entry.getModRevision(),
        entry.getVersion(),
        entry.getLease() == 0 ? Optional.empty() : Optional.of(new LeaseId(entry.getLease())));
  }

  static Change change(Event event) {
    Optional<KeyValue> before =
        event.hasPrevKv() ? Optional.of(keyValue(event.getPrevKv())) : Optional.empty();
    var entry = event.getKv();
    return switch (event.getType()) {
      case PUT -> new Change.Put(keyValue(entry), before);
      case DELETE ->
          new Change.Delete(entry.getKey().toStringUtf8(), entry.getModRevision(), before);
      case UNRECOGNIZED -> throw new IllegalArgumentException("etcd sent an event " + event);
    };
  }

  private static io.etcd.jetcd.api.Compare compare(Compare compare) {
    var request = io.etcd.jetcd.api.Compare.newBuilder().setKey(Span.bytes(compare.key()));
    switch (compare) {
      case Compare.Absent _ ->
          request
              .setTarget(io.etcd.jetcd.api.Compare.CompareTarget.CREATE)
              .setResult(io.etcd.jetcd.api.Compare.CompareResult.EQUAL)
              .setCreateRevision(0);
      case Compare.Present _ ->
          request
              .setTarget(io.etcd.jetcd.api.Compare.CompareTarget.CREATE)
              .setResult(io.etcd.jetcd.api.Compare.CompareResult.GREATER)
              .setCreateRevision(0);
      case Compare.Unchanged(var _, var modRevision) ->
          request
              .setTarget(io.etcd.jetcd.api.Compare.CompareTarget.MOD)
              .setResult(io.etcd.jetcd.api.Compare.CompareResult.EQUAL)
              .setModRevision(modRevision);
      case Compare.SameIncarnation(var _, var createRevision) ->
          request
              .setTarget(io.etcd.jetcd.api.Compare.CompareTarget.CREATE)
              .setResult(io.etcd.jetcd.api.Compare.CompareResult.EQUAL)
              .setCreateRevision(createRevision);
    }
    return request.build();
  }

  private static RequestOp write(Write write) {
    return switch (write) {
      case Write.Put(var key, var value, var lease) ->
          RequestOp.newBuilder()
              .setRequestPut(
                  PutRequest.newBuilder()
                      .setKey(Span.bytes(key))
                      .setValue(ByteString.copyFrom(value.getBytes()))
                      .setLease(lease.map(LeaseId::number).orElse(0L)))
              .build();
      case Write.Delete(var span) ->
          RequestOp.newBuilder()
              .setRequestDeleteRange(
                  DeleteRangeRequest.newBuilder().setKey(span.from()).setRangeEnd(span.end()))
              .build();
    };
  }
}
