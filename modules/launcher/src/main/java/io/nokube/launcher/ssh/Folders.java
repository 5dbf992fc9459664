package io.nokube.launcher.ssh;

import com.hierynomus.sshj.sftp.RemoteResourceSelector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Optional;
import net.schmizz.sshj.sftp.FileAttributes;
import net.schmizz.sshj.sftp.FileMode;
import net.schmizz.sshj.sftp.RemoteResourceInfo;
import net.schmizz.sshj.sftp.SFTPException;

/// Makes and removes folders on a host, several levels at once.
record Folders(Sftp sftp) {

  /// Of `a/b`: `a`; of `a`: `.`, the user's home; of `/a`: `/`.
  static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "." : slash == 0 ? "/" : path.substring(0, slash);
  }

  /// As `mkdir -p`; others may make the same ones meanwhile.
  void make(String folder) throws IOException {
    if (exists(folder)) {
      return;
    }
    make(parent(folder));
    try {
      sftp.makeFolder(folder).ok();
    } catch (SFTPException e) {
      if (!exists(folder)) {
        throw e;
      }
    }
  }

  private boolean exists(String folder) throws IOException {
    try {
      if (!isFolder(sftp.stat(folder).attributes())) {
        throw new IOException(folder + " is a file, but a folder is needed there");
      }
      return true;
    } catch (SFTPException e) {
      if (Sftp.isAbsent(e)) {
        return false;
      }
      throw e;
    }
  }

  /// Of the file system of the nearest folder that is there.
  Optional<FreeSpace> freeSpace(String folder) throws IOException {
    return exists(folder) ? sftp.freeSpace(folder) : freeSpace(parent(folder));
  }

  /// A file, a link (not what it points to) or a folder with all in it; absent is fine.
  void remove(String path) throws IOException {
    try {
      if (isFolder(sftp.engine().lstat(path))) {
        removeFolder(path);
      } else {
        sftp.remove(path).ok();
      }
    } catch (SFTPException e) {
      if (!Sftp.isAbsent(e)) {
        throw e;
      }
    }
  }

  private void removeFolder(String path) throws IOException {
    var removals = new ArrayList<Sftp.Answer>();
    var folder = sftp.engine().openDir(path);
    try {
      for (RemoteResourceInfo entry : folder.scan(RemoteResourceSelector.ALL)) {
        var child = path + "/" + entry.getName();
        if (isFolder(entry.getAttributes())) {
          removeFolder(child);
        } else {
          removals.add(sftp.remove(child));
        }
      }
    } finally {
      folder.close();
    }
    for (var removal : removals) {
      removal.ok();
    }
    sftp.removeFolder(path).ok();
  }

  static boolean isFolder(FileAttributes attributes) {
    return attributes.getType() == FileMode.Type.DIRECTORY;
  }
}
