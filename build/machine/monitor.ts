import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

/** QEMU's control line (QMP): one command after the other. */
export interface Monitor {
  ask(command: string, args?: object): Promise<unknown>;
  close(): void;
}

/** Reaches a monitor's Unix socket. Rejects when QEMU refuses a command. */
export async function reachMonitor(path: string): Promise<Monitor> {
  const socket: Socket = connect(path);
  await once(socket, 'connect');
  const waiting: { resolve(value: unknown): void; reject(error: Error): void }[] = [];
  createInterface({ input: socket }).on('line', (line) => {
    const message = JSON.parse(line);
    if ('return' in message) waiting.shift()?.resolve(message.return);
    if ('error' in message) waiting.shift()?.reject(new Error(message.error.desc));
  });
  socket.on('error', () => undefined); // the machine is gone: so is its control line
  const ask = (execute: string, args: object = {}) =>
    new Promise<unknown>((resolve, reject) => {
      waiting.push({ resolve, reject });
      socket.write(`${JSON.stringify({ execute, arguments: args })}\n`);
    });
  await ask('qmp_capabilities');
  return { ask, close: () => socket.destroy() };
}
