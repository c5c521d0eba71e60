import { randomInt, randomUUID } from 'node:crypto';
import { connectAsync, type IClientOptions } from 'mqtt';
import { systemClock } from '../../firmware/device/system-clock.ts';
import { Dialogue } from '../../firmware/terminal/serial/dialogue.ts';
import { keepLine } from '../../firmware/terminal/serial/keep-line.ts';
import { serialPort } from '../../firmware/terminal/serial/port.ts';
import { sendAtOnce } from './asking.ts';
import { terminalToolFault } from './faults.ts';
import type { TerminalCredentials } from './pair.ts';
import { signOn } from './sign-on.ts';

/** A message as it came; without topic and retention over a serial line. */
export interface WireMessage {
  readonly topic?: string;
  readonly retained?: boolean;
  readonly payload: Buffer;
}

/** A terminal's bare way to a reader: any bytes go, everything that comes is told. */
export interface Wire {
  readonly is: 'mqtt' | 'serial';
  /** Done when the other side has it. `topic` matters by MQTT only. */
  send(topic: string, payload: string | Buffer): Promise<void>;
  onMessage(listener: (message: WireMessage) => void): void;
  /** Done when the connection is gone. */
  readonly lost: Promise<void>;
  close(): Promise<void>;
}

/** A way to a reader: mqtt://…, mqtts://…, or serial:/dev/ttyS0?baud=115200. */
export const isSerial = (url: string): boolean => url.startsWith('serial:');

/**
 * Opens a way to a reader; listens to everything that it says. With the credentials of a paired terminal it proves itself: by TLS, or by a sign-on
 * over a line. Throws READER_UNREACHABLE; over a line READER_SILENT, TERMINAL_REFUSED.
 */
export async function openWire(url: string, reader: string, options: IClientOptions = {}): Promise<Wire> {
  if (!isSerial(url)) return openMqtt(url, reader, options);
  const { key, cert, ca } = options as Partial<TerminalCredentials>;
  return openSerial(new URL(url), key && cert && ca ? (wire) => signOn(wire, reader, { key, cert, ca }) : undefined);
}

/** Who listens to a wire; what comes before anybody does is kept for the first. */
function audience() {
  const listeners: ((message: WireMessage) => void)[] = [];
  const early: WireMessage[] = [];
  return {
    tell(message: WireMessage): void {
      if (listeners.length === 0) early.push(message);
      for (const listener of listeners) listener(message);
    },
    add(listener: (message: WireMessage) => void): void {
      listeners.push(listener);
      for (const message of early.splice(0)) listener(message);
    },
  };
}

async function openMqtt(url: string, reader: string, options: IClientOptions): Promise<Wire> {
  const unreachable = (cause: unknown): never => {
    throw terminalToolFault('READER_UNREACHABLE', String(Reflect.get(Object(cause), 'message')), { cause });
  };
  const clientId = `kazasu-${randomUUID()}`;
  const client = await connectAsync(url, { clientId, reconnectPeriod: 0, ...options }).catch(unreachable);
  client.on('error', () => {}); // its close follows
  sendAtOnce(client);
  const heard = audience();
  client.on('message', (topic, payload, { retain }) => heard.tell({ topic, retained: retain, payload }));
  await client.subscribeAsync(`kazasu/1/${reader}/#`, { qos: 1 }).catch(async (error) => {
    await client.endAsync(true);
    unreachable(error);
  });
  return {
    is: 'mqtt',
    send: async (topic, payload) => void (await client.publishAsync(topic, payload, { qos: 1 })),
    onMessage: heard.add,
    lost: new Promise((resolve) => client.once('close', () => resolve())),
    close: () => client.endAsync(true),
  };
}

/** `proves`: proves to each program that starts at the other end who this terminal is. */
async function openSerial({ pathname, searchParams }: URL, proves?: (wire: Wire) => Promise<void>): Promise<Wire> {
  const baudRate = Number(searchParams.get('baud') ?? 115_200) as 115_200;
  const wireMs = (bytes: number) => (10_000 * bytes) / baudRate;
  let met = () => {};
  const dialogue = new Dialogue(randomInt(2 ** 32), wireMs, () => met());
  const [heard, heardByProof] = [audience(), audience()];
  const line = keepLine({
    open: serialPort({ path: pathname, baudRate }),
    dialogue,
    clock: systemClock,
    wireMs,
    onLine: () => {},
    onMessage: (payload) => {
      if (payload === 'too-long') return;
      heard.tell({ payload });
      if (proves) heardByProof.tell({ payload });
    },
  });
  const wire: Wire = {
    is: 'serial',
    send(_topic, payload) {
      const sent = dialogue.send('event', Buffer.from(payload));
      line.wake();
      return sent;
    },
    onMessage: heard.add,
    lost: new Promise(() => {}), // a line is kept up
    close: async () => {
      dialogue.end();
      await line.close();
    },
  };
  if (!proves) return wire;
  const prove = () => proves({ ...wire, onMessage: heardByProof.add });
  try {
    await prove();
  } catch (error) {
    await wire.close();
    throw error;
  }
  met = () => void prove().catch(() => {}); // the next program, or the next start of this one, tries again
  return wire;
}
