import { randomInt, randomUUID } from 'node:crypto';
import { connectAsync, type IClientOptions } from 'mqtt';
import { systemClock } from '../../firmware/device/system-clock.ts';
import { Dialogue } from '../../firmware/terminal/serial/dialogue.ts';
import { keepLine } from '../../firmware/terminal/serial/keep-line.ts';
import { serialPort } from '../../firmware/terminal/serial/port.ts';
import { sendAtOnce } from './asking.ts';

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

/** Opens mqtt://…, mqtts://… (with `options`), or serial:/dev/ttyS0?baud=115200; listens to everything of the reader. */
export async function openWire(url: string, reader: string, options: IClientOptions = {}): Promise<Wire> {
  return url.startsWith('serial:') ? openSerial(new URL(url)) : openMqtt(url, reader, options);
}

async function openMqtt(url: string, reader: string, options: IClientOptions): Promise<Wire> {
  const client = await connectAsync(url, { clientId: `kazasu-${randomUUID()}`, reconnectPeriod: 0, ...options });
  client.on('error', () => {}); // its close follows
  sendAtOnce(client);
  const listeners: ((message: WireMessage) => void)[] = [];
  const early: WireMessage[] = [];
  client.on('message', (topic, payload, { retain }) => {
    const message = { topic, retained: retain, payload };
    if (listeners.length === 0) early.push(message);
    for (const listener of listeners) listener(message);
  });
  await client.subscribeAsync(`kazasu/1/${reader}/#`, { qos: 1 });
  return {
    is: 'mqtt',
    send: async (topic, payload) => void (await client.publishAsync(topic, payload, { qos: 1 })),
    onMessage: (listener) => {
      listeners.push(listener);
      for (const message of early.splice(0)) listener(message);
    },
    lost: new Promise((resolve) => client.once('close', () => resolve())),
    close: () => client.endAsync(true),
  };
}

async function openSerial({ pathname, searchParams }: URL): Promise<Wire> {
  const baudRate = Number(searchParams.get('baud') ?? 115_200) as 115_200;
  const wireMs = (bytes: number) => (10_000 * bytes) / baudRate;
  const dialogue = new Dialogue(randomInt(2 ** 32), wireMs);
  const listeners: ((message: WireMessage) => void)[] = [];
  const line = keepLine({
    open: serialPort({ path: pathname, baudRate }),
    dialogue,
    clock: systemClock,
    wireMs,
    onLine: () => {},
    onMessage: (payload) => {
      if (payload !== 'too-long') for (const listener of listeners) listener({ payload });
    },
  });
  return {
    is: 'serial',
    send(_topic, payload) {
      const sent = dialogue.send('event', Buffer.from(payload));
      line.wake();
      return sent;
    },
    onMessage: (listener) => void listeners.push(listener),
    lost: new Promise(() => {}), // a line is kept up
    close: async () => {
      dialogue.end();
      await line.close();
    },
  };
}
