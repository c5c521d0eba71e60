import { randomUUID } from 'node:crypto';
import { connectAsync, type IClientOptions, type MqttClient } from 'mqtt';
import type { Reply } from '../../firmware/terminal/generated/types.ts';
import type { EventData, EventName, RequestData, RequestName } from '../../firmware/terminal/messages.ts';
import { terminalToolFault } from './faults.ts';

/** A message of the reader as it came. */
export interface Heard {
  readonly topic: string;
  readonly retained: boolean;
  readonly message: { readonly id: string; readonly type: string; readonly inreplyto?: string; readonly data: unknown };
}

/** A terminal that asks, and waits for what the reader says. */
export interface Asking {
  /** Sends a request; answers the data of its reply; throws READER_LOST. `more`: attributes of the message otherwise than usual. */
  ask<Name extends RequestName>(name: Name, data: RequestData[Name], more?: object): Promise<Reply>;
  /** The next event of a name that has not been taken yet; others that came before it are dropped. */
  event<Name extends EventName>(name: Name): Promise<EventData[Name]>;
  /** Hears everything from now on. */
  onHeard(listener: (heard: Heard) => void): void;
  /** Done when the connection is gone. */
  readonly lost: Promise<void>;
  close(): Promise<void>;
}

export interface AskingOptions {
  readonly url: string;
  /** The reader's name. */
  readonly reader: string;
  /** The terminal's own name: A-Z a-z 0-9 _ -. */
  readonly terminal: string;
  /** False: only replies are heard, which is all that a terminal may hear that is not paired. */
  readonly listens?: boolean;
  /** Certificates and the like. */
  readonly mqtt?: IClientOptions;
}

/** Connects a terminal to a reader by MQTT. */
export async function openAsking({ url, reader, terminal, listens = true, mqtt = {} }: AskingOptions): Promise<Asking> {
  const root = `kazasu/1/${reader}`;
  const replyto = `${root}/reply/${terminal}`;
  const client = await connectAsync(url, { clientId: `${terminal}-${randomUUID()}`, reconnectPeriod: 0, ...mqtt });
  client.stream.on('error', () => {}); // told by its close
  sendAtOnce(client);
  const waiting = new Map<string, { readonly came: (data: Reply) => void; readonly failed: (error: Error) => void }>();
  client.once('close', () => {
    for (const { failed } of waiting.values()) failed(terminalToolFault('READER_LOST'));
  });
  const events: Heard['message'][] = [];
  const listeners: ((heard: Heard) => void)[] = [];
  let came = () => {};
  client.on('message', (topic, payload, { retain }) => {
    const message: Heard['message'] = JSON.parse(payload.toString());
    for (const listener of listeners) listener({ topic, retained: retain, message });
    if (topic === replyto) {
      waiting.get(message.inreplyto ?? '')?.came(message.data as Reply);
      waiting.delete(message.inreplyto ?? '');
    } else if (topic.startsWith(`${root}/event/`)) events.push(message);
    came();
  });
  await client.subscribeAsync(listens ? [`${root}/state`, `${root}/event/+`, replyto] : [replyto], { qos: 1 });
  return {
    async ask(name, data, more = {}) {
      const message = { ...requestMessage(terminal, name, data), replyto, ...more };
      const reply = new Promise<Reply>((came, failed) => waiting.set(message.id, { came, failed }));
      reply.catch(() => {}); // told below, or by the sending
      await client.publishAsync(`${root}/request/${name}`, JSON.stringify(message), { qos: 1 });
      return reply;
    },
    async event<Name extends EventName>(name: Name) {
      for (;;) {
        for (let next = events.shift(); next; next = events.shift())
          if (next.type === `kazasu.v1.event.${name}`) return next.data as EventData[Name];
        await new Promise<void>((resolve) => {
          came = resolve;
        });
      }
    },
    onHeard: (listener) => void listeners.push(listener),
    lost: new Promise((resolve) => client.once('close', () => resolve())),
    close: () => client.endAsync(true),
  };
}

/** Small messages go at once: with Nagle's rule each costs some 40 ms. */
export function sendAtOnce({ stream }: MqttClient): void {
  if ('setNoDelay' in stream && typeof stream.setNoDelay === 'function') stream.setNoDelay(true);
}

/** A request as CloudEvent, with an id of its own and the present time. */
export function requestMessage(terminal: string, name: string, data: object) {
  return {
    specversion: '1.0',
    id: randomUUID() as string,
    source: `/terminals/${terminal}`,
    type: `kazasu.v1.request.${name}`,
    time: new Date().toISOString(),
    datacontenttype: 'application/json',
    data,
  };
}
