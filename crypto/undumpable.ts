import koffi from 'koffi';

/** What another process could still get at. */
export type OpenDoor = 'memory' | 'core-dump';

// linux/prctl.h and bits/resource.h, the same on amd64 and arm64
const PR_GET_DUMPABLE = 3;
const PR_SET_DUMPABLE = 4;
const RLIMIT_CORE = 4;

/**
 * Shuts this process to others of the same user (R44): no ptrace and no /proc/PID/mem (`prctl(PR_SET_DUMPABLE, 0)`), no core dump (`RLIMIT_CORE` 0),
 * no inspector on SIGUSR1. Children do not inherit the first: each process calls this for itself, before it holds anything of a person.
 * Answers with the doors that stayed open: none, when it worked.
 */
export function closeToOthers(): readonly OpenDoor[] {
  const open = closeMemory();
  if (!process.listeners('SIGUSR1').includes(ignore)) process.on('SIGUSR1', ignore); // a listener takes the signal away from Node's inspector
  return open;
}

const ignore = (): void => undefined;

function closeMemory(): OpenDoor[] {
  try {
    const libc = koffi.load('libc.so.6');
    const prctl = libc.func('int prctl(int, unsigned long, unsigned long, unsigned long, unsigned long)');
    const limit = koffi.pointer(koffi.struct({ cur: 'unsigned long', max: 'unsigned long' }));
    const setrlimit = libc.func('setrlimit', 'int', ['int', limit]);
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    const memoryOpen = prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) !== 0;
    const coreOpen = setrlimit(RLIMIT_CORE, { cur: 0, max: 0 }) !== 0;
    return [...(memoryOpen ? (['memory'] as const) : []), ...(coreOpen ? (['core-dump'] as const) : [])];
  } catch {
    return ['memory', 'core-dump']; // no such C library
  }
}
