import { randomBytes, randomUUID } from 'node:crypto';
import { connectAsync, type MqttClient } from 'mqtt';
import type { EligibilityRequest } from '../../firmware/terminal/generated/types.ts';
import type { EventData, ReaderState } from '../../firmware/terminal/messages.ts';
import { requestMessage } from '../terminal/asking.ts';

/** What a terminal answers for the eligibility service: a bare result, or all of it. */
export type EligibilityAnswer = EligibilityRequest['result'] | Omit<EligibilityRequest, 'session'>;

/** What a simple facility terminal does with a visit: challenges the card, notes what it hears, answers for the eligibility service. */
export interface TerminalClient {
  close(): Promise<void>;
}

export interface TerminalOptions {
  readonly url: string;
  /** The reader's name. */
  readonly reader: string;
  /** Answered to each verdict (R25); undefined leaves the reader without an answer. */
  readonly eligibility?: EligibilityAnswer;
  /** Only listens: another terminal asks. */
  readonly silent?: boolean;
  /** Comes back whenever the broker does, and hears of no loss. */
  readonly lasting?: true;
  onState?(state: ReaderState): void;
  /** The reader is gone. */
  onLost?(): void;
  onEvent?<Name extends keyof EventData>(name: Name, data: EventData[Name]): void;
}

const challengeBytes = 32;
/** A lasting terminal tries again so often, in ms. */
const againMs = 300;

/** Connects to a reader and serves its visits as a terminal. */
export async function openTerminal(options: TerminalOptions): Promise<TerminalClient> {
  const topic = `kazasu/1/${options.reader}`;
  const client = await connectAsync(options.url, {
    clientId: `terminal-${randomUUID()}`,
    reconnectPeriod: options.lasting ? againMs : 0,
  });
  client.on('close', () => options.onLost?.());
  client.on('message', (from, payload) => {
    if (from === `${topic}/state`) return options.onState?.(JSON.parse(payload.toString()).data);
    const name = from.slice(`${topic}/event/`.length) as keyof EventData;
    const { id, data } = JSON.parse(payload.toString());
    options.onEvent?.(name, data);
    if (options.silent) return;
    if (name === 'verdict' || name === 'consent') ask(client, topic, 'acknowledge', { messages: [id] });
    if (name === 'session-started')
      ask(client, topic, 'challenge', {
        session: data.session,
        challenge: randomBytes(challengeBytes).toString('base64'),
      });
    if (name === 'verdict' && options.eligibility) {
      const { eligibility } = options;
      const answer = typeof eligibility === 'string' ? { result: eligibility } : eligibility;
      ask(client, topic, 'eligibility', { session: data.session, ...answer });
    }
    // R24: it registers whoever wants to be, and answers once more.
    if (name === 'registration' && data.wanted)
      ask(client, topic, 'eligibility', { session: data.session, result: 'valid' });
  });
  await client.subscribeAsync([`${topic}/event/+`, ...(options.onState ? [`${topic}/state`] : [])], { qos: 1 });
  return { close: () => client.endAsync(true) };
}

function ask(client: MqttClient, topic: string, name: string, data: object): void {
  const request = { ...requestMessage('demo', name, data), replyto: `${topic}/reply/demo` };
  client.publish(`${topic}/request/${name}`, JSON.stringify(request), { qos: 1 });
}
