import { closeSync, openSync, readFileSync, readSync } from 'node:fs';

/** The memory of one process (proc(5): mem, maps, pagemap). Opened before `closeToOthers`, a process can go on reading its own. */
export interface ProcessMemory {
  /**
   * Hands out all writable memory that is in RAM or swapped out, piece by piece in one buffer that is used again and zeroed at the
   * end; neighbouring pieces overlap by `overlap` bytes.
   * @returns bytes read
   */
  read(take: (piece: Buffer) => void): number;
  close(): void;
}

const pageBytes = 4096;
const pieceBytes = 8 << 20;
/** No trace is longer. */
export const overlap = 4096;
/** Bits 63 and 62 of a pagemap entry: present, or swapped. */
const inMemory = 0x40;

/** Opens the memory of a process; undefined when there is no such process. Throws the system's error when it is not ours to read. */
export function openMemory(pid: number | 'self'): ProcessMemory | undefined {
  const opened: number[] = [];
  const close = () => {
    for (const file of opened.splice(0)) closeSync(file);
  };
  const open = (name: string): number => {
    const file = openSync(`/proc/${pid}/${name}`, 'r');
    opened.push(file);
    return file;
  };
  try {
    const [mem, pagemap] = [open('mem'), open('pagemap')];
    return { read: (take) => readAll(mem, residentRuns(`/proc/${pid}/maps`, pagemap), take), close };
  } catch (error) {
    close();
    if (['ENOENT', 'ESRCH'].includes(Reflect.get(Object(error), 'code'))) return undefined;
    throw error;
  }
}

function readAll(mem: number, runs: readonly Run[], take: (piece: Buffer) => void): number {
  const piece = Buffer.alloc(pieceBytes);
  let bytes = 0;
  try {
    for (const [from, to] of runs) {
      for (let at = from; at < to; at += pieceBytes - overlap) {
        const count = readAt(mem, piece, Math.min(pieceBytes, to - at), at);
        bytes += count;
        take(piece.subarray(0, count));
      }
    }
    return bytes;
  } finally {
    piece.fill(0);
  }
}

/** First address, and the one after the last. */
type Run = readonly [number, number];

/** Runs of writable pages that are in memory: most of what a process has reserved is not. */
function residentRuns(maps: string, pagemap: number): Run[] {
  const runs: [number, number][] = [];
  for (const line of readFileSync(maps, 'latin1').split('\n')) {
    const region = /^([0-9a-f]+)-([0-9a-f]+) rw/.exec(line);
    if (!region) continue;
    const [from, to] = [Number.parseInt(region[1] ?? '', 16), Number.parseInt(region[2] ?? '', 16)];
    const entries = Buffer.alloc(((to - from) / pageBytes) * 8);
    readSync(pagemap, entries, 0, entries.length, (from / pageBytes) * 8);
    for (let page = 0; page * 8 < entries.length; page++) {
      if ((entries[page * 8 + 7] ?? 0) < inMemory) continue;
      const at = from + page * pageBytes;
      const last = runs.at(-1);
      if (last && last[1] === at) last[1] = at + pageBytes;
      else runs.push([at, at + pageBytes]);
    }
  }
  return runs;
}

/** Some pages (guards, devices) cannot be read: they hold nothing of ours. */
function readAt(mem: number, piece: Buffer, length: number, at: number): number {
  try {
    return readSync(mem, piece, 0, length, at);
  } catch {
    return 0;
  }
}
