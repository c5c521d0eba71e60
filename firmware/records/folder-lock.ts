import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { realpath } from 'node:fs/promises';
import { createServer } from 'node:net';
import { recordsFault } from './faults.ts';

/**
 * Keeps what is called `name` in a folder for this process alone, by an abstract Unix socket: the kernel lets it go when the process ends, however it ends.
 * @returns lets it go
 * @throws RECORDS_IN_USE
 */
export async function lockInFolder(folder: string, name: string): Promise<() => Promise<void>> {
  const key = createHash('sha256')
    .update(`${await realpath(folder)}/${name}`)
    .digest('hex');
  const server = createServer((socket) => socket.destroy()).unref();
  try {
    server.listen(`\0kazasu-folder-${key}`);
    await once(server, 'listening');
  } catch (error) {
    throw recordsFault('RECORDS_IN_USE', folder, { cause: error });
  }
  return async () => {
    server.close();
    await once(server, 'close');
  };
}
