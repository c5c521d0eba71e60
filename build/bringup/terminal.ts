import { connect, createServer } from 'node:net';
import { systemPort } from '../../drivers/serial/open-port.ts';
import type { Settings } from '../../firmware/device/settings.ts';
import { failed, type Part } from './part.ts';

const withinMs = 5000;

/** The way to the terminals: the port can be listened on, the facility's broker answers, the serial line opens. */
export const terminalPart: Part = {
  name: 'terminal',
  title: 'terminal link',
  try: async ({ settings: { terminal } }) => {
    const { mqtt, serial } = terminal;
    const ways: string[] = [];
    try {
      if (mqtt.broker.url === undefined) ways.push(await canListen(mqtt.listen));
      else ways.push(await answers(new URL(mqtt.broker.url)));
      if (serial.path !== undefined) ways.push(await opens({ ...serial, path: serial.path }));
    } catch (error) {
      return failed(error instanceof Error ? error.message : String(error));
    }
    return { outcome: 'pass', found: ways.join('; ') };
  },
};

async function canListen({ host, port }: Settings['terminal']['mqtt']['listen']): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  await new Promise((resolve) => server.close(resolve));
  return `own broker: ${host}:${port} is free`;
}

function answers({ hostname, port, protocol, host }: URL): Promise<string> {
  const socket = connect({
    host: hostname,
    port: Number(port) || (protocol === 'mqtts:' ? 8883 : 1883),
    timeout: withinMs,
  });
  return new Promise<string>((resolve, reject) => {
    socket.once('connect', () => resolve(`facility's broker: ${host} answers`));
    socket.once('error', reject);
    socket.once('timeout', () => reject(new Error(`${host} does not answer within ${withinMs / 1000} s`)));
  }).finally(() => socket.destroy());
}

async function opens(serial: { readonly path: string; readonly baudRate: number }): Promise<string> {
  const port = await systemPort(serial)(() => undefined);
  await port.close();
  return `serial line: ${serial.path} opens`;
}
