import { readFileSync } from 'node:fs';

/** How long a job may take. */
export interface Patience {
  /** Of processor time: what is waited for a busy machine does not count. */
  readonly busySeconds: number;
  /** By the clock: a process that waits for ever uses no processor. */
  readonly waitSeconds: number;
}

const usual: Patience = { busySeconds: 30, waitSeconds: 600 };
/** USER_HZ, the same on every Linux that Node runs on. */
const ticksPerSecond = 100;

/** Calls `onHung` once when the process of this id hangs over what it does from now on; the answer stops watching. */
export function watchForHang(pid: number, onHung: () => void, patience = usual): () => void {
  const began = performance.now();
  const used = processorSeconds(pid);
  const watch = setInterval(() => {
    const isBusy = processorSeconds(pid) - used > patience.busySeconds;
    const waits = performance.now() - began > patience.waitSeconds * 1000;
    if (!isBusy && !waits) return;
    clearInterval(watch);
    onHung();
  }, 1000);
  return () => clearInterval(watch);
}

/** Processor time of all its threads, proc(5); 0 when it is gone. */
function processorSeconds(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
  } catch {
    return 0;
  }
}
