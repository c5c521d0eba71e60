import { closeSync, openSync, readFileSync, readSync } from 'node:fs';

/** Bytes that must not stand in memory, by what they are. */
export interface Trace {
  readonly name: string;
  readonly bytes: Buffer;
}

const overlap = 4096;
const chunkBytes = 8 << 20;
const pageBytes = 4096;
/** Bits 63 and 62 of a pagemap entry: present, or swapped. */
const inMemory = 0x40;

/**
 * The traces that stand in writable memory of processes: how many different ones of each name, in each process that has any.
 * Reads /proc/PID/mem from outside, so it sees what an attacker with the run of the machine would see.
 */
export function tracesIn(pids: readonly number[], traces: readonly Trace[]): Map<string, number> {
  const finder = finderOf(traces);
  const found = new Map<string, Set<Buffer>>();
  for (const pid of pids) {
    for (const { name, bytes } of scan(pid, finder)) found.set(name, (found.get(name) ?? new Set()).add(bytes));
  }
  return new Map([...found].map(([name, seen]) => [name, seen.size]));
}

/** `length` bytes at each `step` of `data`, but for those too plain to mean anything. */
export function windowsOf(name: string, data: Buffer, { length = 32, step = 256 } = {}): Trace[] {
  const windows: Trace[] = [];
  for (let at = 0; at + length <= data.length; at += step) {
    const bytes = data.subarray(at, at + length);
    if (new Set(bytes).size >= length / 4) windows.push({ name, bytes });
  }
  return windows;
}

type Finder = (memory: Buffer, onFound: (trace: Trace) => void) => void;

/** Looks for all traces at once: a bitmap of the hashes of their first four bytes, then the traces that begin so. */
function finderOf(traces: readonly Trace[]): Finder {
  const begins = new Uint8Array(1 << hashBits);
  const byBeginning = new Map<number, Trace[]>();
  for (const trace of traces) {
    const key = trace.bytes.readInt32BE();
    begins[hashOf(key)] = 1;
    byBeginning.set(key, [...(byBeginning.get(key) ?? []), trace]);
  }
  return (memory, onFound) => {
    let key = 0;
    for (let at = 0; at < memory.length; at++) {
      key = (key << 8) | (memory[at] as number);
      if (begins[hashOf(key)] === 0 || at < 3) continue;
      for (const trace of byBeginning.get(key) ?? []) {
        const from = at - 3;
        if (memory.subarray(from, from + trace.bytes.length).equals(trace.bytes)) onFound(trace);
      }
    }
  };
}

const hashBits = 20;
const hashOf = (key: number): number => Math.imul(key, 0x9e3779b1) >>> (32 - hashBits);

function scan(pid: number, finder: Finder): Set<Trace> {
  const found = new Set<Trace>();
  const memory = openMemory(pid);
  if (memory === undefined) return found;
  const chunk = Buffer.alloc(chunkBytes);
  try {
    for (const [from, to] of residentRuns(pid)) {
      for (let at = from; at < to; at += chunkBytes - overlap) {
        const count = readAt(memory, chunk, Math.min(chunkBytes, to - at), at);
        finder(chunk.subarray(0, count), (trace) => found.add(trace));
      }
    }
  } finally {
    closeSync(memory);
  }
  return found;
}

/** Undefined when the process has ended meanwhile. */
function openMemory(pid: number): number | undefined {
  try {
    return openSync(`/proc/${pid}/mem`, 'r');
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes(Reflect.get(Object(error), 'code'))) return undefined;
    throw error;
  }
}

/** Runs of writable pages that are in memory (proc(5), maps and pagemap): most of what a process has reserved is not. */
function residentRuns(pid: number): [number, number][] {
  const runs: [number, number][] = [];
  const pagemap = openSync(`/proc/${pid}/pagemap`, 'r');
  try {
    for (const line of readFileSync(`/proc/${pid}/maps`, 'latin1').split('\n')) {
      const region = /^([0-9a-f]+)-([0-9a-f]+) rw/.exec(line);
      if (!region) continue;
      const [from, to] = [Number.parseInt(region[1] ?? '', 16), Number.parseInt(region[2] ?? '', 16)];
      const entries = Buffer.alloc(((to - from) / pageBytes) * 8);
      readSync(pagemap, entries, 0, entries.length, (from / pageBytes) * 8);
      for (let page = 0; page * 8 < entries.length; page++) {
        if ((entries[page * 8 + 7] as number) < inMemory) continue;
        const at = from + page * pageBytes;
        const last = runs.at(-1);
        if (last && last[1] === at) last[1] = at + pageBytes;
        else runs.push([at, at + pageBytes]);
      }
    }
  } finally {
    closeSync(pagemap);
  }
  return runs;
}

/** Some pages (guards, devices) cannot be read: they hold nothing of ours. */
function readAt(memory: number, chunk: Buffer, length: number, at: number): number {
  try {
    return readSync(memory, chunk, 0, length, at);
  } catch {
    return 0;
  }
}
