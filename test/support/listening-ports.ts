import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** State of a listening TCP socket in /proc/net/tcp (include/net/tcp_states.h). */
const listening = '0A';

/** TCP ports that somebody on this machine listens on (proc(5), /proc/net/tcp), by the inode of their socket. */
function listeningSockets(): Map<string, number> {
  const found = new Map<string, number>();
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    for (const line of readFileSync(table, 'latin1').split('\n').slice(1)) {
      const [, local, , state, , , , , , inode] = line.trim().split(/\s+/);
      if (state === listening) found.set(String(inode), Number.parseInt(String(local).split(':')[1] ?? '', 16));
    }
  }
  return found;
}

/** Ports that these processes listen on. */
export function portsOf(pids: readonly number[]): number[] {
  const sockets = listeningSockets();
  return pids.flatMap((pid) =>
    openFilesOf(pid).flatMap((file) => {
      const inode = /^socket:\[(\d+)\]$/.exec(file)?.[1];
      const port = inode === undefined ? undefined : sockets.get(inode);
      return port === undefined ? [] : [port];
    }),
  );
}

/** Those of the ports that somebody still listens on. */
export function stillListening(ports: readonly number[]): number[] {
  const open = new Set(listeningSockets().values());
  return ports.filter((port) => open.has(port));
}

/** What each descriptor of a process stands for; nothing of one that goes meanwhile. */
function openFilesOf(pid: number): string[] {
  const folder = `/proc/${pid}/fd`;
  return orNone(() => readdirSync(folder)).flatMap((descriptor) =>
    orNone(() => [readlinkSync(`${folder}/${descriptor}`)]),
  );
}

function orNone(look: () => string[]): string[] {
  try {
    return look();
  } catch {
    return [];
  }
}
