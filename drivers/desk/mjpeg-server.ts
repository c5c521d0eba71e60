import type { ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Frame } from '../camera/contract.ts';

/** A running server of pictures. */
export interface MjpegServer {
  /** `http://127.0.0.1:PORT/` */
  readonly address: string;
  /** Sends every viewer away, stops their generators and shuts the port. */
  close(): Promise<void>;
}

const boundary = 'kazasu-frame';

/**
 * Serves pictures as a network camera does: `multipart/x-mixed-replace` of JPEGs at `/`, on loopback only. An emulated
 * camera's process runs it, so that the reader sees a device outside itself.
 * @param start makes the pictures for one viewer; `signal` aborts when that viewer leaves
 * @param port 0 takes a free one
 */
export async function serveMjpeg(
  start: (signal: AbortSignal) => AsyncIterable<Frame>,
  { port }: { port: number },
): Promise<MjpegServer> {
  const viewers = new Set<Promise<void>>();
  const server = createServer((request, response) => {
    if (request.url !== '/' || request.method !== 'GET') {
      response.writeHead(request.url === '/' ? 405 : 404).end();
      return;
    }
    const viewing = show(start, response).finally(() => viewers.delete(viewing));
    viewers.add(viewing);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async close() {
      const shut = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await Promise.all([shut, ...viewers]);
    },
  };
}

/** One viewer, from the first picture until it leaves or the pictures end. */
async function show(start: (signal: AbortSignal) => AsyncIterable<Frame>, response: ServerResponse): Promise<void> {
  const left = new AbortController();
  response.on('close', () => left.abort());
  response.socket?.setNoDelay(true);
  response.writeHead(200, {
    'content-type': `multipart/x-mixed-replace; boundary=${boundary}`,
    'cache-control': 'no-store',
  });
  try {
    for await (const { jpeg } of start(left.signal)) {
      if (left.signal.aborted) break;
      response.write(`--${boundary}\r\ncontent-type: image/jpeg\r\ncontent-length: ${jpeg.length}\r\n\r\n`);
      response.write(jpeg);
      if (!response.write('\r\n')) await drained(response, left.signal);
    }
    response.end(`--${boundary}--\r\n`);
  } catch {
    response.destroy(); // the viewer sees its camera lost
  }
}

/** Waits until a slow viewer has taken what was sent: it then gets the newest picture, not a queue of old ones. */
function drained(response: ServerResponse, left: AbortSignal): Promise<void> {
  if (left.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const go = () => {
      response.off('drain', go);
      left.removeEventListener('abort', go);
      resolve();
    };
    response.on('drain', go);
    left.addEventListener('abort', go);
  });
}
