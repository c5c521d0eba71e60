import { createReadStream, existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A web server of updates on loopback. */
export interface UpdateServer {
  /** The address of a file. Its name there is a number. */
  offer(file: string): string;
  close(): Promise<void>;
}

export async function serveFiles(): Promise<UpdateServer> {
  const offered: string[] = [];
  const server = createServer(async (request, response) => {
    const file = offered[Number(/^\/(\d+)\.raucb$/.exec(request.url ?? '')?.[1])];
    if (file === undefined || !existsSync(file)) return void response.writeHead(404).end();
    response.setHeader('Content-Length', (await stat(file)).size);
    if (request.method === 'HEAD') return void response.end();
    createReadStream(file).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    offer: (file) => `http://127.0.0.1:${port}/${offered.push(file) - 1}.raucb`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
