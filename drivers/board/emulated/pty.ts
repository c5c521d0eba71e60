import { closeSync } from 'node:fs';
import { rm, symlink } from 'node:fs/promises';
import { ReadStream } from 'node:tty';
import koffi from 'koffi';

/** A serial line as the system has it: whoever opens `path` speaks with the far end. */
export interface SerialLine {
  write(bytes: Uint8Array): void;
  /** As a plug that is pulled: whoever has the line open is hung up, and `path` is gone. */
  unplug(): Promise<void>;
}

/** struct termios of Linux is smaller, in bytes. */
const termiosBytes = 64;

/** Makes a pseudo-terminal (openpty(3)), raw, with its near end at the symbolic link `path`. `onData` hears what is written to it. */
export async function plugIn(path: string, onData: (chunk: Buffer) => void): Promise<SerialLine> {
  const libc = koffi.load('libc.so.6');
  const openpty = libc.func('int openpty(_Out_ int *far, _Out_ int *near, void *name, void *termios, void *size)');
  const ttyname = libc.func('int ttyname_r(int fd, void *name, size_t length)');
  const [far, near] = [[0], [0]];
  const termios = Buffer.alloc(termiosBytes);
  libc.func('void cfmakeraw(void *termios)')(termios);
  if (openpty(far, near, null, null, null) !== 0) throw new Error('the system gives no pseudo-terminal');
  libc.func('int tcsetattr(int fd, int when, void *termios)')(near[0], 0, termios);
  const name = Buffer.alloc(256);
  ttyname(near[0], name, name.length);
  await rm(path, { force: true });
  await symlink(name.toString('utf8', 0, name.indexOf(0)), path);
  const stream = new ReadStream(far[0] ?? -1);
  stream.on('data', onData);
  stream.on('error', () => undefined); // EIO, once unplugged
  return {
    write: (bytes) => void stream.write(bytes),
    async unplug() {
      await rm(path, { force: true });
      closeSync(near[0] ?? -1);
      const closed = new Promise((resolve) => stream.once('close', resolve));
      stream.destroy();
      await closed;
    },
  };
}
