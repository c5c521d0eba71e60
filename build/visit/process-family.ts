import { readdirSync, readFileSync } from 'node:fs';

/** A process and all that it has started, whoever started them in between (proc(5), `PPid`). */
export function familyOf(pid: number): number[] {
  const parents = new Map<number, number>();
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const parent = statusField(Number(entry), 'PPid');
    if (parent !== undefined) parents.set(Number(entry), parent);
  }
  const family = [pid];
  for (const member of family) for (const [child, parent] of parents) if (parent === member) family.push(child);
  return family.filter((member) => parents.has(member));
}

/** Resident memory of processes together, in MiB; pages that they share count for each. */
export const residentMiB = (pids: readonly number[]): number =>
  pids.reduce((sum, pid) => sum + (statusField(pid, 'VmRSS') ?? 0), 0) / 1024;

/** The most that a process has ever held resident, in MiB. */
export const peakResidentMiB = (pid: number): number => (statusField(pid, 'VmHWM') ?? 0) / 1024;

function statusField(pid: number, field: string): number | undefined {
  try {
    const found = new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'latin1'));
    return found ? Number(found[1]) : undefined;
  } catch {
    return undefined; // gone between
  }
}
