package io.nokube.host;

import io.nokube.host.system.Progress;
import io.nokube.host.system.StepFailure;
import java.io.InputStream;
import java.io.OutputStream;

/// Does one [Request] and ends: `nokube agent-command <base64 JSON>`.
///
/// It writes JSON lines: the steps as they start and end, and at last one result or one error.
/// `docs/agent-command.md` shows them all.
public final class CommandAgent {

  /// What was asked for is so.
  public static final int DONE = 0;

  /// A step failed; the last line says which and what to do.
  public static final int FAILED = 1;

  /// The request wasn't understood; nothing was done.
  public static final int REFUSED = 2;

  private CommandAgent() {}

  /// Does what `base64` asks for and tells `out` about it.
  ///
  /// @param base64 one request: the base64 of its JSON in UTF-8
  /// @return the exit code: [#DONE], [#FAILED] or [#REFUSED]
  public static int run(String base64, OutputStream out) {
    return run(base64, System.in, out);
  }

  /// @param in ends when the caller is gone: what is held for it is let go then
  static int run(String base64, InputStream in, OutputStream out) {
    return perform(base64, in, new Progress(out));
  }

  static int perform(String base64, InputStream in, Progress progress) {
    try {
      progress.result(new Operations(progress, in).perform(RequestReader.read(base64)));
      return DONE;
    } catch (RequestReader.Refused e) {
      progress.error(
          String.valueOf(e.getMessage()),
          "see docs/agent-command.md for what can be asked, and how");
      return REFUSED;
    } catch (StepFailure e) {
      progress.error(String.valueOf(e.getMessage()), e.advice());
      return FAILED;
    } catch (RuntimeException e) {
      progress.error(
          e.getMessage() + (e.getCause() == null ? "" : ": " + e.getCause()),
          "see that the disk isn't full and the files are yours to write; running again is safe");
      return FAILED;
    }
  }
}
