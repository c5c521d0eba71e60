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
  memory?.read((piece) => finder(piece, (trace) => found.add(trace)));
  memory?.close();
  return found;
}
