import { type FileHandle, open } from 'node:fs/promises';

/** One write of a machine to its disk, as QEMU's blklogwrites keeps it (the format of dm-log-writes). */
export interface LoggedWrite {
  /** Byte on the disk. */
  readonly at: number;
  readonly data: Buffer;
  /** Everything before it was brought to the medium. */
  readonly flush: boolean;
  /** It is itself on the medium, whatever the disk still holds back. */
  readonly durable: boolean;
}

const sector = 512;
const magic = 0x6a736677736872n;
const flags = { flush: 1n, durable: 2n, discard: 4n };

/** Reads the log of a machine, in the order of its writes. Throws where the file is no such log. */
export async function* readWriteLog(file: string): AsyncGenerator<LoggedWrite> {
  const log = await open(file);
  try {
    const head = await take(log, 0, sector);
    if (head?.readBigUInt64LE(0) !== magic || head.readUInt32LE(24) !== sector)
      throw new Error(`${file} is no log of writes`);
    let place = sector;
    for (;;) {
      const entry = await take(log, place, sector);
      if (!entry) return;
      const [at, sectors, kind] = [entry.readBigUInt64LE(0), entry.readBigUInt64LE(8), entry.readBigUInt64LE(16)];
      place += sector;
      const length = kind & flags.discard ? 0 : Number(sectors) * sector;
      const data = await take(log, place, length);
      if (!data) return; // still being written
      place += length;
      yield {
        at: Number(at) * sector,
        data,
        flush: (kind & flags.flush) !== 0n,
        durable: (kind & flags.durable) !== 0n,
      };
    }
  } finally {
    await log.close();
  }
}

/** Undefined where the file ends before. */
async function take(log: FileHandle, position: number, length: number): Promise<Buffer | undefined> {
  const data = Buffer.alloc(length);
  const { bytesRead } = await log.read(data, 0, length, position);
  return bytesRead < length ? undefined : data;
}
