import type { Socket } from 'node:net';

/** Linux: IPPROTO_TCP, TCP_QUICKACK. */
const tcp = 6;
const tcpQuickAck = 12;

/**
 * Makes the function that has a socket acknowledge at once what it just received. vpcd writes length and payload apart and Nagle holds the second
 * back until the first is acknowledged, which Linux delays by 40 ms; the option does not last, so it is set after each chunk.
 * Where koffi is not installed the function does nothing and an APDU takes those 44 ms.
 */
export async function makeQuickAck(): Promise<(socket: Socket) => void> {
  try {
    const { default: koffi } = await import('koffi');
    const setsockopt = koffi.load(null).func('int setsockopt(int, int, int, const int *, uint32_t)');
    return (socket) => {
      const fd = descriptorOf(socket);
      if (fd >= 0) setsockopt(fd, tcp, tcpQuickAck, [1], 4);
    };
  } catch {
    return () => {};
  }
}

/** Node has no public way to a socket's file descriptor. */
function descriptorOf(socket: Socket): number {
  const { _handle } = socket as unknown as { readonly _handle?: { readonly fd?: number } | null };
  return _handle?.fd ?? -1;
}
