import { closeSync, openSync, readFileSync, readSync } from 'node:fs';

/** Bytes that must not stand in memory, by what they are. */
export interface Trace {
  readonly name: string;
  readonly bytes: Buffer;
}

const overlap = 4096;
const chunkBytes = 8 << 20;

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
    if (new Set(bytes).size >= length / 3) windows.push({ name, bytes });
  }
  return windows;
}

type Finder = (memory: Buffer, onFound: (trace: Trace) => void) => void;

/** Looks for all traces at once: a bitmap of their first two bytes, then the traces that begin so. */
function finderOf(traces: readonly Trace[]): Finder {
  const begins = new Uint8Array(65536);
  const byBeginning = new Map<number, Trace[]>();
  for (const trace of traces) {
    const key = trace.bytes.readUInt16BE();
    begins[key] = 1;
    byBeginning.set(key, [...(byBeginning.get(key) ?? []), trace]);
  }
  return (memory, onFound) => {
    let key = 0;
    for (let at = 0; at < memory.length; at++) {
      key = ((key << 8) | (memory[at] as number)) & 0xffff;
      if (begins[key] === 0) continue;
      for (const trace of byBeginning.get(key) ?? [])
        if (
          memory.compare(
            trace.bytes,
            0,
            trace.bytes.length,
            at - 1,
            Math.min(memory.length, at - 1 + trace.bytes.length),
          ) === 0
        )
          onFound(trace);
    }
  };
}

function scan(pid: number, finder: Finder): Set<Trace> {
  const found = new Set<Trace>();
  const chunk = Buffer.alloc(chunkBytes);
  const memory = openSync(`/proc/${pid}/mem`, 'r');
  try {
    for (const [from, to] of writableRegions(pid)) {
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

/** Regions that a process can write to and that are in memory at all (proc(5), smaps). */
function writableRegions(pid: number): [number, number][] {
  const regions: [number, number][] = [];
  let range: [number, number] | undefined;
  for (const line of readFileSync(`/proc/${pid}/smaps`, 'latin1').split('\n')) {
    const head = /^([0-9a-f]+)-([0-9a-f]+) (r?w?)/.exec(line);
    if (head)
      range = head[3] === 'rw' ? [Number.parseInt(head[1] ?? '', 16), Number.parseInt(head[2] ?? '', 16)] : undefined;
    const resident = /^Rss:\s+(\d+) kB/.exec(line);
    if (resident && range && Number(resident[1]) > 0) regions.push(range);
  }
  return regions;
}

/** Some pages (guards, devices) cannot be read: they hold nothing of ours. */
function readAt(memory: number, chunk: Buffer, length: number, at: number): number {
  try {
    return readSync(memory, chunk, 0, length, at);
  } catch {
    return 0;
  }
}
