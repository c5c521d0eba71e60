/** Does `work` while these processes stand still, so that nothing moves under whoever looks at their memory. */
export function whileStill<T>(pids: readonly number[], work: () => T): T {
  for (const pid of pids) signal(pid, 'SIGSTOP');
  try {
    return work();
  } finally {
    for (const pid of pids) signal(pid, 'SIGCONT');
  }
}

/** Sends a signal to a process, if it still is there. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {} // it has ended meanwhile
}
