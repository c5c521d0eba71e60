import { spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { stopped } from '../../build/visit/stopped.ts';
import { systemClock } from '../../firmware/device/system-clock.ts';
import type { TerminalEvent } from '../../firmware/terminal/messages.ts';
import { startMqttLink } from '../../firmware/terminal/mqtt-link.ts';

export const session = 'c41d6f0a-8a53-4a0e-9b5e-6f4f6a3d2b10';

/** A verdict as large as a real one. */
export const verdict: TerminalEvent = {
  name: 'verdict',
  data: {
    session,
    method: 'face',
    outcome: 'verified',
    certificate: randomBytes(1500).toString('base64'),
    certificateSerial: '01A2B3',
    certificateState: 'ending',
    certificateNotAfter: '2029-03-31T14:59:59Z',
    qualificationOnly: false,
    challenge: randomBytes(32).toString('base64'),
    signature: randomBytes(256).toString('base64'),
    algorithm: 'RSASSA-PKCS1-v1_5-SHA-256',
  },
};

/** A reader's link on any free loopback port. */
export function startLink(port = 0, maxTerminals = 16) {
  const settings = { listen: { host: '127.0.0.1', port }, maxTerminals };
  return startMqttLink(settings, { reader: 'kazasu', clock: systemClock, newId: randomUUID });
}

export const portOf = (url: string): string => new URL(url).port;

/** A request as a terminal writes it. */
export function requestOf(name: string, data: unknown, more: object = {}): Record<string, unknown> {
  return {
    specversion: '1.0',
    id: randomUUID(),
    source: '/terminals/counter-1',
    type: `kazasu.v1.request.${name}`,
    time: new Date().toISOString(),
    replyto: 'kazasu/1/kazasu/reply/counter-1',
    data,
    ...more,
  };
}

/** What mosquitto_sub heard: a terminal that is not written in JavaScript. */
export interface MosquittoSub {
  /** The next message on a topic that has not been taken yet. */
  next(topic: string): Promise<{ retained: boolean; payload: unknown }>;
  /** Everything heard so far. */
  heard(): readonly string[];
  stop(): Promise<void>;
}

/** Starts mosquitto_sub; done once it has subscribed. */
export async function mosquittoSub(url: string, topics: readonly string[]): Promise<MosquittoSub> {
  // Into a pipe it would keep "Subscribed" to itself until the first message.
  const args = ['-oL', 'mosquitto_sub', '-h', '127.0.0.1', '-p', portOf(url), '-q', '1', '-d', '-F', '> %t %r %p'];
  const child = spawn('stdbuf', [...args, ...topics.flatMap((topic) => ['-t', topic])], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  let told = () => {};
  let rest = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (data: string) => {
      const whole = (rest + data).split('\n');
      rest = whole.pop() ?? '';
      lines.push(...whole);
      told();
    });
  }
  async function find(fits: (line: string) => boolean): Promise<string> {
    for (;;) {
      const at = lines.findIndex(fits);
      if (at >= 0) return lines.splice(at, 1)[0] ?? '';
      await new Promise<void>((resolve) => {
        told = resolve;
      });
    }
  }
  await find((line) => line.startsWith('Subscribed'));
  return {
    async next(topic) {
      const line = await find((one) => one.startsWith(`> ${topic} `));
      const [, , retained, ...payload] = line.split(' ');
      return { retained: retained === '1', payload: JSON.parse(payload.join(' ')) };
    },
    heard: () => lines.filter((line) => line.startsWith('> ')),
    stop: () => stopped(child),
  };
}

/** Publishes one message by mosquitto_pub. @returns its exit code and what it said */
export async function mosquittoPub(url: string, topic: string, message: string | Buffer, more: readonly string[] = []) {
  const args = ['-h', '127.0.0.1', '-p', portOf(url), '-q', '1', '-t', topic, '-s', '-d', ...more];
  const child = spawn('mosquitto_pub', args, { stdio: ['pipe', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (data: string) => (said += data));
  child.stdin.on('error', () => {}); // it may go before it has read everything
  child.stdin.end(message);
  const [code] = await once(child, 'close');
  return { code: Number(code), said };
}
