package io.nokube.host.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/// Bytes as etcd 3.4 sent them, and as protoc encodes what it takes.
class EtcdWireTest {

  @Test
  void aKeyIsAskedFor() {
    assertThat(hex(EtcdWire.get("/a"))).isEqualTo("0000000004" + "0a02" + "2f61");
  }

  @Test
  void aLongKeyHasALengthOfTwoBytes() {
    assertThat(hex(EtcdWire.get("x".repeat(300)))).startsWith("000000012f" + "0aac02" + "78");
  }

  @Test
  void itsValueIsRead() {
    // header {cluster_id member_id revision raft_term}, kvs {key create mod version value}, count
    String header = "0a08" + "0801100218032004";
    String keyValue = "120f" + "0a022f61" + "1002" + "1802" + "2001" + "2a036f6e65";
    assertThat(EtcdWire.value(framed(header + keyValue + "2001"))).contains("one");
    assertThat(EtcdWire.value(framed(header))).isEmpty();
  }

  @Test
  void allBelowAPrefixIsDeletedIfTheKeyHasItsValue() {
    assertThat(hex(EtcdWire.deleteIf("/a/id", "7", "/a/")))
        .isEqualTo(
            "000000001c"
                // compare {result EQUAL (0, so left out), target VALUE, key, value}
                + ("0a0c" + "1003" + "1a05" + "2f612f6964" + "3a01" + "37")
                // success {request_delete_range {key, range_end}}
                + ("120c" + "1a0a" + "0a03" + "2f612f" + "1203" + "2f6130"));
    assertThat(EtcdWire.succeeded(framed("0a021803" + "1001"))).isTrue();
    assertThat(EtcdWire.succeeded(framed("0a021803"))).isFalse();
  }

  @Test
  void whatIsNoAnswerIsRefused() {
    assertThatThrownBy(
            () -> EtcdWire.value("hello".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .hasMessage("no answer of etcd's, but 5 bytes");
    assertThatThrownBy(() -> EtcdWire.value(HexFormat.of().parseHex("000000000a0a00")))
        .hasMessage("an answer of 2 bytes that says it has 10");
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static byte[] framed(String hex) {
    return HexFormat.of().parseHex("00%08x%s".formatted(hex.length() / 2, hex));
  }
}
