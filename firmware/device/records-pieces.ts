import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { terminalFault } from '../terminal/faults.ts';
import type { RecordsPiece } from '../terminal/messages.ts';

/** Bytes of a piece: the reply that carries it, in base64, must stay below 64 KiB. */
const pieceBytes = 36_000;

/** What a terminal asks for: the first piece of a new export, or a later one of the export that it was told. */
export interface PieceWish {
  readonly export?: string;
  readonly from?: number;
}

/** The records' export, as terminals get it. The last one made stays until the next one or the end, so that a lost piece can be asked for again. */
export interface RecordsPieces {
  /** Throws EXPORT_GONE. */
  piece(wish: PieceWish): Promise<RecordsPiece>;
  close(): Promise<void>;
}

/** `make` writes an export into a file that is not there yet. */
export function recordsPieces(make: (file: string) => Promise<unknown>): RecordsPieces {
  let kept: (Pick<RecordsPiece, 'export' | 'bytes' | 'sha256'> & { readonly folder: string }) | undefined;
  let last: Promise<unknown> = Promise.resolve();

  async function forget(): Promise<void> {
    const old = kept;
    kept = undefined;
    if (old) await rm(old.folder, { recursive: true, force: true });
  }

  async function begin(): Promise<void> {
    await forget();
    const folder = await mkdtemp(join(tmpdir(), 'kazasu-export-'));
    try {
      await make(fileIn(folder));
      const whole = await readFile(fileIn(folder));
      const sha256 = createHash('sha256').update(whole).digest('hex');
      kept = { export: randomUUID(), bytes: whole.length, sha256, folder };
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  async function pieceOf({ export: wanted, from = 0 }: PieceWish): Promise<RecordsPiece> {
    if (wanted === undefined) await begin();
    if (!kept || (wanted !== undefined && wanted !== kept.export) || from >= kept.bytes)
      throw terminalFault('EXPORT_GONE');
    const { folder, ...about } = kept;
    const piece = await readPiece(fileIn(folder), from);
    const end = from + piece.length;
    return { ...about, piece: piece.toString('base64'), ...(end < kept.bytes ? { next: end } : {}) };
  }

  return {
    piece(wish) {
      const next = last.then(() => pieceOf(wish)); // one after the other: two that begin would lose a folder
      last = next.catch(() => undefined);
      return next;
    },
    close: () => last.then(forget),
  };
}

const fileIn = (folder: string): string => join(folder, 'records.zip');

async function readPiece(path: string, from: number): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(pieceBytes), 0, pieceBytes, from);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
