package io.nokube.containers;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;

/// The program of a pod's pause container: some 150 bytes that wait, reap what is orphaned to them
/// as process 1, and end at once on SIGTERM or SIGINT.
///
/// Made here, byte by byte, because a pod must start on a machine without a registry and without a
/// compiler. In C it would be:
///
/// ```c
/// sigset_t set = {SIGINT, SIGTERM, SIGCHLD};
/// rt_sigprocmask(SIG_BLOCK, &set, 0, 8);   // process 1 ignores what it neither handles nor blocks
/// for (;;) {
///   int signal = rt_sigtimedwait(&set, 0, 0, 8);
///   if (signal == SIGCHLD) while (wait4(-1, 0, WNOHANG, 0) > 0);
///   else if (signal >= 0) exit_group(0);
/// }
/// ```
final class PauseBinary {
  private static final int BASE = 0x400000;
  private static final int HEADERS = 64 + 56;

  private PauseBinary() {}

  /// @param architecture as Docker names it: `amd64` or `arm64`
  /// @return a static ELF executable
  static byte[] of(String architecture) {
    return switch (architecture) {
      case "amd64" -> elf(62, X86_64);
      case "arm64" -> elf(183, AARCH64);
      default ->
          throw new IllegalArgumentException(
              "there is no pause program for the architecture " + architecture);
    };
  }

  private static final byte[] X86_64 =
      code(
          "68 02 40 01 00", //     push   0x14002        ; the set, on the stack: bits of 2, 15, 17
          "31 ff", //              xor    edi, edi       ; SIG_BLOCK
          "48 89 e6", //           mov    rsi, rsp
          "31 d2", //              xor    edx, edx
          "6a 08 41 5a", //        push 8; pop r10       ; size of the set
          "6a 0e 58", //           push 14; pop rax      ; rt_sigprocmask
          "0f 05", //              syscall
          // wait:
          "48 89 e7", //           mov    rdi, rsp
          "31 f6", //              xor    esi, esi       ; no siginfo
          "31 d2", //              xor    edx, edx       ; no timeout
          "6a 08 41 5a", //        push 8; pop r10
          "b8 80 00 00 00", //     mov    eax, 128       ; rt_sigtimedwait
          "0f 05", //              syscall
          "83 f8 11", //           cmp    eax, 17        ; SIGCHLD
          "74 0d", //              je     reap
          "85 c0", //              test   eax, eax
          "78 e5", //              js     wait           ; interrupted
          "31 ff", //              xor    edi, edi
          "b8 e7 00 00 00", //     mov    eax, 231       ; exit_group
          "0f 05", //              syscall
          // reap:
          "6a ff 5f", //           push -1; pop rdi      ; any child
          "31 f6", //              xor    esi, esi
          "6a 01 5a", //           push 1; pop rdx       ; WNOHANG
          "45 31 d2", //           xor    r10d, r10d
          "6a 3d 58", //           push 61; pop rax      ; wait4
          "0f 05", //              syscall
          "85 c0", //              test   eax, eax
          "7f ec", //              jg     reap
          "eb c6"); //             jmp    wait

  private static final byte[] AARCH64 =
      code(
          "ff 43 00 d1", //        sub    sp, sp, #16
          "49 00 88 d2", //        mov    x9, #0x4002
          "29 00 a0 f2", //        movk   x9, #1, lsl #16 ; the set: bits of 2, 15, 17
          "e9 03 00 f9", //        str    x9, [sp]
          "00 00 80 d2", //        mov    x0, #0          ; SIG_BLOCK
          "e1 03 00 91", //        mov    x1, sp
          "02 00 80 d2", //        mov    x2, #0
          "03 01 80 d2", //        mov    x3, #8          ; size of the set
          "e8 10 80 d2", //        mov    x8, #135        ; rt_sigprocmask
          "01 00 00 d4", //        svc    #0
          // wait:
          "e0 03 00 91", //        mov    x0, sp
          "01 00 80 d2", //        mov    x1, #0          ; no siginfo
          "02 00 80 d2", //        mov    x2, #0          ; no timeout
          "03 01 80 d2", //        mov    x3, #8
          "28 11 80 d2", //        mov    x8, #137        ; rt_sigtimedwait
          "01 00 00 d4", //        svc    #0
          "1f 44 00 71", //        cmp    w0, #17         ; SIGCHLD
          "a0 00 00 54", //        b.eq   reap
          "00 ff ff 37", //        tbnz   w0, #31, wait   ; interrupted
          "00 00 80 d2", //        mov    x0, #0
          "c8 0b 80 d2", //        mov    x8, #94         ; exit_group
          "01 00 00 d4", //        svc    #0
          // reap:
          "00 00 80 92", //        mov    x0, #-1         ; any child
          "01 00 80 d2", //        mov    x1, #0
          "22 00 80 d2", //        mov    x2, #1          ; WNOHANG
          "03 00 80 d2", //        mov    x3, #0
          "88 20 80 d2", //        mov    x8, #260        ; wait4
          "01 00 00 d4", //        svc    #0
          "1f 00 00 71", //        cmp    w0, #0
          "2c ff ff 54", //        b.gt   reap
          "ec ff ff 17"); //       b      wait

  private static byte[] code(String... instructions) {
    return HexFormat.of().parseHex(String.join("", instructions).replace(" ", ""));
  }

  /// One loadable, executable segment that begins with the headers themselves.
  private static byte[] elf(int machine, byte[] code) {
    int size = HEADERS + code.length;
    ByteBuffer elf = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    elf.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0}).putLong(0); // 64 bit, little endian
    elf.putShort((short) 2).putShort((short) machine).putInt(1); // an executable
    elf.putLong(BASE + HEADERS).putLong(64).putLong(0); // entry; program headers; no sections
    elf.putInt(0).putShort((short) 64).putShort((short) 56).putShort((short) 1);
    elf.putShort((short) 64).putShort((short) 0).putShort((short) 0);
    elf.putInt(1).putInt(5).putLong(0); // PT_LOAD, readable and executable, from the file's start
    elf.putLong(BASE).putLong(BASE).putLong(size).putLong(size).putLong(0x10000);
    return elf.put(code).array();
  }
}
