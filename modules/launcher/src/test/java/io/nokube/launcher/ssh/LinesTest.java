package io.nokube.launcher.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinesTest {
  /// A stream that gives so many bytes at a time at most.
  private static InputStream dripping(String text, int atATime) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)) {
      @Override
      public synchronized int read(byte[] into, int offset, int most) {
        return super.read(into, offset, Math.min(most, atATime));
      }
    };
  }

  private static List<String> lines(String text, int atATime) throws IOException {
    var lines = new Lines(dripping(text, atATime), 10);
    var all = new ArrayList<String>();
    for (var line = lines.next(); line.isPresent(); line = lines.next()) {
      all.add(line.get());
    }
    return all;
  }

  @Test
  void itMattersNotInWhichPiecesTheyCome() throws IOException {
    for (int atATime = 1; atATime < 20; atATime++) {
      assertThat(lines("a\n\nb€c\nlast", atATime)).containsExactly("a", "", "b€c", "last");
      assertThat(lines("a\n", atATime)).containsExactly("a");
      assertThat(lines("", atATime)).isEmpty();
      assertThat(lines("0123456789\n0123456789", atATime)).hasSize(2);
    }
  }

  @Test
  void oneThatIsTooLongIsRefused() {
    for (int atATime = 1; atATime < 20; atATime++) {
      int pieces = atATime;
      assertThatThrownBy(() -> lines("0123456789x\n", pieces)).isInstanceOf(Lines.TooLong.class);
    }
  }
}
