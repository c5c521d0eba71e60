import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { type Book, logFile } from './log-files.ts';

/** Writes whole lines to the operation log's files, each write on the disk before it counts. */
export interface LogWriter {
  /** Throws the system's error; then nothing of `lines` stands in the file once a later write succeeds. */
  write(lines: string): Promise<void>;
  /** Number of the file that is written to. */
  readonly number: number;
  close(): Promise<void>;
}

/** Where a log is written: `folder` and `book`. */
export interface LogPlace {
  readonly folder: string;
  readonly book: Book;
}

/**
 * @param from file number to write to, and how many of its bytes stand; what is behind them is cut off
 * @param maxBytes after which the next file is begun
 */
export function logWriter(
  { folder, book }: LogPlace,
  from: { number: number; bytes: number },
  maxBytes: number,
): LogWriter {
  let { number, bytes } = from;
  let file: FileHandle | undefined;

  async function opened(): Promise<FileHandle> {
    if (file && bytes < maxBytes) return file;
    await shut();
    if (bytes >= maxBytes) [number, bytes] = [number + 1, 0];
    const next = await open(logFile(folder, book, number), constants.O_WRONLY | constants.O_CREAT, 0o600);
    try {
      await next.truncate(bytes);
      if (bytes === 0) await syncFolder(folder);
    } catch (error) {
      await next.close();
      throw error;
    }
    file = next;
    return file;
  }

  async function shut(): Promise<void> {
    const open = file;
    file = undefined;
    await open?.close();
  }

  return {
    async write(lines) {
      const data = Buffer.from(lines);
      const target = await opened();
      try {
        for (let done = 0; done < data.length; ) {
          done += (await target.write(data, done, data.length - done, bytes + done)).bytesWritten;
        }
        await target.datasync();
      } catch (error) {
        await shut(); // opening it again cuts off what was written
        throw error;
      }
      bytes += data.length;
    },
    get number() {
      return number;
    },
    close: shut,
  };
}

/** Makes a new file's name survive a power loss. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
