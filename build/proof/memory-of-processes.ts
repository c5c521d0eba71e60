import { openMemory } from '../../crypto/process-memory.ts';

/** Bytes that must not stand in memory, by what they are. */
export interface Trace {
  readonly name: string;
  readonly bytes: Buffer;
}

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

/** The traces that stand in bytes, by name. */
export function tracesInBytes(bytes: Buffer, traces: readonly Trace[]): Map<string, number> {
  const found = new Set<Trace>();
  finderOf(traces)(bytes, (trace) => found.add(trace));
  const names = new Map<string, number>();
  for (const { name } of found) names.set(name, (names.get(name) ?? 0) + 1);
  return names;
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

/**
 * Looks for all traces at once, at every so many bytes only, since each trace spans one of these places: a bitmap of the hashes of the four bytes that
 * may stand there, then the traces that have them.
 */
function finderOf(traces: readonly Trace[]): Finder {
  const stride = Math.max(1, Math.min(...traces.map(({ bytes }) => bytes.length)) - keyBytes + 1);
  const keys = new Uint8Array(1 << hashBits);
  const byKey = new Map<number, { readonly trace: Trace; readonly offset: number }[]>();
  for (const trace of traces) {
    for (let residue = 0; residue < stride; residue++) {
      const offset = mostTelling(trace.bytes, residue, stride);
      const key = trace.bytes.readInt32BE(offset);
      keys[hashOf(key)] = 1;
      byKey.set(key, [...(byKey.get(key) ?? []), { trace, offset }]);
    }
  }
  return (memory, onFound) => {
    // Not readInt32BE: this line runs for every few bytes of all memory.
    const byte = (at: number) => memory[at] as number;
    for (let at = 0; at + keyBytes <= memory.length; at += stride) {
      const key = (byte(at) << 24) | (byte(at + 1) << 16) | (byte(at + 2) << 8) | byte(at + 3);
      if (keys[hashOf(key)] === 0) continue;
      for (const { trace, offset } of byKey.get(key) ?? []) {
        const from = at - offset;
        if (from >= 0 && memory.subarray(from, from + trace.bytes.length).equals(trace.bytes)) onFound(trace);
      }
    }
  };
}

/** Of the places `residue`, `residue + stride`, … the one whose four bytes differ most: zeros stand everywhere. */
function mostTelling(bytes: Buffer, residue: number, stride: number): number {
  let [best, most] = [residue, 0];
  for (let at = residue; at + keyBytes <= bytes.length; at += stride) {
    const different = new Set(bytes.subarray(at, at + keyBytes)).size;
    if (different > most) [best, most] = [at, different];
  }
  return best;
}

const keyBytes = 4;
const hashBits = 20;
const hashOf = (key: number): number => Math.imul(key, 0x9e3779b1) >>> (32 - hashBits);

function scan(pid: number, finder: Finder): Set<Trace> {
  const found = new Set<Trace>();
  const memory = openMemory(pid);
  memory?.read((piece) => finder(piece, (trace) => found.add(trace)));
  memory?.close();
  return found;
}
