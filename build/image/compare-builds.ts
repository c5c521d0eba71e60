import { type FileHandle, open } from 'node:fs/promises';
import type { Image } from './image.ts';

const pieceBytes = 2 ** 20;
/** Where a squashfs says how many bytes it has: `bytes_used` of its superblock, 64 bits, little-endian. */
const squashfsBytesAt = 40;

/** What of two builds was compared, and how it differs. */
export interface Comparison {
  readonly what: 'slot' | 'disk' | 'update, up to its signature';
  /** Compared, of the longer one. */
  readonly bytes: number;
  /** Bytes that are not the same, or that only one has. */
  readonly differing: number;
  /** The first of them. */
  readonly firstAt?: number;
}

/**
 * Compares slot, disk and update of two builds byte by byte. Of an update only what it brings: behind it comes what signs it, which holds a salt drawn at
 * random (dm-verity) and its time.
 */
export async function compareBuilds(one: Image, other: Image): Promise<Comparison[]> {
  const content = Math.max(await squashfsBytes(one.bundle), await squashfsBytes(other.bundle));
  return [
    { what: 'slot', ...(await compareFiles(one.slot, other.slot)) },
    { what: 'disk', ...(await compareFiles(one.disk, other.disk)) },
    { what: 'update, up to its signature', ...(await compareFiles(one.bundle, other.bundle, content)) },
  ];
}

/** Counts the bytes in which two files differ, up to the byte `end`. */
export async function compareFiles(
  one: string,
  other: string,
  end = Number.POSITIVE_INFINITY,
): Promise<Omit<Comparison, 'what'>> {
  const files = [await open(one), await open(other)] as const;
  try {
    const sizes = await Promise.all(files.map(async (file) => Math.min((await file.stat()).size, end)));
    const bytes = Math.max(...sizes);
    const pieces = [Buffer.alloc(pieceBytes), Buffer.alloc(pieceBytes)] as const;
    let differing = 0;
    let firstAt: number | undefined;
    for (let at = 0; at < bytes; at += pieceBytes) {
      const most = Math.min(pieceBytes, bytes - at);
      const [a, b] = [await read(files[0], pieces[0], most, at), await read(files[1], pieces[1], most, at)];
      if (a.equals(b)) continue;
      for (let n = 0; n < Math.max(a.length, b.length); n++) {
        if (a[n] === b[n]) continue;
        firstAt ??= at + n;
        differing += 1;
      }
    }
    return { bytes, differing, ...(firstAt === undefined ? {} : { firstAt }) };
  } finally {
    for (const file of files) await file.close();
  }
}

async function read(file: FileHandle, piece: Buffer, most: number, at: number): Promise<Buffer> {
  const { bytesRead } = await file.read(piece, 0, most, at);
  return piece.subarray(0, bytesRead);
}

async function squashfsBytes(bundle: string): Promise<number> {
  const file = await open(bundle);
  try {
    const { buffer } = await file.read(Buffer.alloc(8), 0, 8, squashfsBytesAt);
    return Number(buffer.readBigUInt64LE());
  } finally {
    await file.close();
  }
}
