import { randomUUID } from 'node:crypto';
import { connectAsync, type IClientOptions } from 'mqtt';
import type { Reply } from '../../firmware/terminal/generated/types.ts';
import type { EventData, EventName, RequestData, RequestName } from '../../firmware/terminal/messages.ts';

/** A message of the reader as it came. */
export interface Heard {
  readonly topic: string;
  readonly retained: boolean;
  readonly message: { readonly id: string; readonly type: string; readonly inreplyto?: string; readonly data: unknown };
}

/** A terminal that asks, and waits for what the reader says. */
export interface Asking {
  /** Sends a request; answers the data of its reply. `more`: attributes of the message otherwise than usual. */
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
  /** Certificates and the like. */
  readonly mqtt?: IClientOptions;
}

/** Connects a terminal to a reader by MQTT. */
export async function openAsking({ url, reader, terminal, mqtt = {} }: AskingOptions): Promise<Asking> {
  const root = `kazasu/1/${reader}`;
  const replyto = `${root}/reply/${terminal}`;
  const client = await connectAsync(url, { clientId: `${terminal}-${randomUUID()}`, reconnectPeriod: 0, ...mqtt });
  client.stream.on('error', () => {}); // told by its close
  const waiting = new Map<string, (data: Reply) => void>();
  const events: Heard['message'][] = [];
  const listeners: ((heard: Heard) => void)[] = [];
  let came = () => {};
  client.on('message', (topic, payload, { retain }) => {
    const message: Heard['message'] = JSON.parse(payload.toString());
    for (const listener of listeners) listener({ topic, retained: retain, message });
    if (topic === replyto) {
      waiting.get(message.inreplyto ?? '')?.(message.data as Reply);
      waiting.delete(message.inreplyto ?? '');
    } else if (topic.startsWith(`${root}/event/`)) events.push(message);
    came();
  });
  await client.subscribeAsync([`${root}/state`, `${root}/event/+`, replyto], { qos: 1 });
  return {
    async ask(name, data, more = {}) {
      const message = { ...requestMessage(terminal, name, data), replyto, ...more };
      const reply = new Promise<Reply>((resolve) => waiting.set(message.id, resolve));
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
