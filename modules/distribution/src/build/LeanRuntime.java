import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/// Cuts from the runtime's libraries (ELF) what only a debugger reads: the symbol table and the
/// section headers, which lie behind all that is loaded. Of 30 MB of JVM these are 5, which would
/// go to every host. Run by the build, from source; not part of nokube.
public final class LeanRuntime {
  private static final int PROGRAM_HEADERS = 32;
  private static final int SECTION_HEADERS = 40;
  private static final int PROGRAM_HEADER_SIZE = 54;
  private static final int PROGRAM_HEADER_COUNT = 56;
  private static final int SECTION_HEADER_COUNT = 60;
  private static final int SECTION_NAMES = 62;
  private static final int OFFSET = 8;
  private static final int SIZE_IN_FILE = 32;

  public static void main(String[] arguments) throws IOException {
    long before = 0;
    long after = 0;
    try (Stream<Path> files = Files.walk(Path.of(arguments[0]).resolve("runtime/lib"))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".so")).toList()) {
        before += Files.size(file);
        cut(file);
        after += Files.size(file);
      }
    }
    System.out.printf("the runtime's libraries: %,d bytes instead of %,d%n", after, before);
  }

  private static void cut(Path file) throws IOException {
    ByteBuffer elf = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    if (elf.getInt(0) != 0x464c457f || elf.get(4) != 2 || elf.get(5) != 1) {
      throw new IOException(file + " is no ELF file of 64 bits, little endian");
    }
    int end = loadedEnd(elf);
    if (end == elf.capacity()) {
      return;
    }
    elf.putLong(SECTION_HEADERS, 0);
    elf.putShort(SECTION_HEADER_COUNT, (short) 0);
    elf.putShort(SECTION_NAMES, (short) 0);
    byte[] lean = new byte[end];
    elf.get(0, lean);
    // Agents may run from here: they keep the file they have open.
    Path fresh = Files.write(file.resolveSibling(file.getFileName() + ".lean"), lean);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /// Where the last segment ends that a program header names.
  private static int loadedEnd(ByteBuffer elf) {
    int end = 0;
    for (int i = 0; i < elf.getShort(PROGRAM_HEADER_COUNT); i++) {
      int header =
          Math.toIntExact(elf.getLong(PROGRAM_HEADERS)) + i * elf.getShort(PROGRAM_HEADER_SIZE);
      long until = elf.getLong(header + OFFSET) + elf.getLong(header + SIZE_IN_FILE);
      end = Math.max(end, Math.toIntExact(until));
    }
    return end;
  }
}
