import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { requestMessage } from '../terminal/asking.ts';
import type { Wire } from '../terminal/wire.ts';
import { demand } from './case.ts';

/** Long enough for a message that should not come, in ms. */
export const quietMs = 400;

/** A message of the reader under test. */
export interface Heard {
  readonly topic: string | undefined;
  readonly retained: boolean;
  readonly message: Record<string, unknown>;
}

/** What the cases work with: a wire to the reader under test, and everything that it has said. */
export interface ReaderBench {
  readonly wire: Wire;
  readonly reader: string;
  readonly heard: Heard[];
  /** Topics of requests that came by: a broker with rules lets none through. */
  readonly requests: string[];
  /** Nothing is waited for any more. */
  readonly over: AbortSignal;
  /** Another connection to the same reader, for cases that need two terminals. */
  another(): Promise<Wire>;
  /** Asks the tester to lay a card, once. */
  layCard(): void;
  /** Given to that card. */
  challenge: string;
}

export function readerBench(parts: Pick<ReaderBench, 'wire' | 'reader' | 'another' | 'over' | 'layCard'>): ReaderBench {
  const { wire } = parts;
  const heard: Heard[] = [];
  const requests: string[] = [];
  wire.onMessage(({ topic, retained = false, payload }) => {
    if (topic?.includes('/request/')) requests.push(topic);
    else heard.push({ topic, retained, message: parsed(payload) });
  });
  return { ...parts, heard, requests, challenge: '' };
}

function parsed(payload: Buffer): Record<string, unknown> {
  try {
    return JSON.parse(payload.toString());
  } catch {
    return {};
  }
}

export const topicOf = (reader: string, end: string): string => `kazasu/1/${reader}/${end}`;

/** A request with its own id and reply topic. */
export const request = ({ reader }: ReaderBench, name: string, data: object, more: object = {}) => ({
  ...requestMessage('conformance', name, data),
  replyto: topicOf(reader, 'reply/conformance'),
  ...more,
});

/** Waits for a message that pleases, among those heard already too. */
export async function until(bench: ReaderBench, pleases: (heard: Heard) => boolean, from = 0): Promise<Heard> {
  for (;;) {
    const found = bench.heard.slice(from).find(pleases);
    if (found) return found;
    await delay(10, undefined, { signal: bench.over });
  }
}

/** Sends any bytes as a request, and answers the data of the reply that comes. */
export async function answerTo(
  bench: ReaderBench,
  name: string,
  message: object | string | Buffer,
  topic = topicOf(bench.reader, `request/${name}`),
): Promise<Record<string, unknown>> {
  const from = bench.heard.length;
  const isObject = typeof message === 'object' && !Buffer.isBuffer(message);
  const id = isObject ? Reflect.get(message, 'id') : undefined;
  await bench.wire.send(topic, isObject ? JSON.stringify(message) : (message as string | Buffer));
  const reply = await until(
    bench,
    ({ message: one }) => one.type === 'kazasu.v1.reply' && (id === undefined || one.inreplyto === id),
    from,
  );
  return reply.message.data as Record<string, unknown>;
}

/** Throws unless a request is refused with this code, its words and its next step. */
export async function demandRefused(bench: ReaderBench, code: string, name: string, message: object | string | Buffer) {
  const reply = await answerTo(bench, name, message);
  demand(reply.accepted === false, `it was accepted, not refused with ${code}`);
  demand(reply.code === code, `refused with ${reply.code} instead of ${code}`);
  demand(Boolean(reply.what && reply.next), 'the refusal lacks its words or its next step');
}

/** An id that no message has. */
export const newId = (): string => randomUUID();
