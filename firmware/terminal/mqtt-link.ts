import type { Clock } from '../device/clock.ts';
import type { Settings } from '../device/settings.ts';
import { CodedError } from '../records/coded-error.ts';
import { startBroker } from './broker.ts';
import { writeMessage } from './cloud-event.ts';
import { terminalFault } from './faults.ts';
import { type RequestAnswer, type RequestHandler, refused, type TerminalLink } from './link.ts';
import type { OutgoingName, ReaderState, TerminalRequest } from './messages.ts';
import { readRequest } from './read-request.ts';
import { eventTopic, stateTopic } from './topics.ts';

const maxAtATime = 32;
const answerWithinMs = 10_000;

/** What the link is handed. `newId` makes ids that never come again. */
export interface LinkParts {
  readonly reader: string;
  readonly clock: Clock;
  readonly newId: () => string;
}

/**
 * Serves terminals by MQTT from a broker of its own. `url` says where.
 * There is no last will: broker and reader live and die together, so a lost connection says `offline` too.
 * @throws TERMINAL_LINK_UNAVAILABLE when the port is taken
 */
export async function startMqttLink(
  settings: Settings['terminal']['mqtt'],
  { reader, clock, newId }: LinkParts,
): Promise<TerminalLink & { readonly url: string }> {
  let handler: RequestHandler | undefined;
  let told: ReaderState | undefined;
  let closed: Promise<void> | undefined;
  let atATime = 0;

  const broker = await startBroker(settings, reader, (topic, payload) => {
    const { request, error, ...to } = readRequest(reader, topic, payload);
    if (error) return void reply(to, refused(error));
    if (atATime >= maxAtATime) return void reply(to, refused(terminalFault('REQUESTS_TOO_MANY')));
    atATime += 1;
    void answerTo(request)
      .then((answer) => reply(to, answer))
      .finally(() => {
        atATime -= 1;
      });
  });

  const write = (name: OutgoingName, data: object, inreplyto?: string): Buffer =>
    writeMessage(name, data, {
      id: newId(),
      reader,
      time: clock.wall(),
      ...(inreplyto === undefined ? {} : { inreplyto }),
    });

  /** Never throws: an answer that breaks the schema becomes a fault of the reader; a closing broker needs no reply. */
  async function reply(to: { replyTopic: string; inreplyto?: string }, answer: RequestAnswer): Promise<void> {
    let payload: Buffer;
    try {
      payload = write('reply', answer, to.inreplyto);
    } catch {
      payload = write('reply', refused(terminalFault('READER_FAULT')), to.inreplyto);
    }
    await broker.publish(to.replyTopic, payload, false).catch(() => {});
  }

  async function answerTo(request: TerminalRequest): Promise<RequestAnswer> {
    if (!handler) return refused(terminalFault('READER_NOT_READY'));
    const settled = new AbortController();
    try {
      return await Promise.race([
        handler(request),
        clock.sleep(answerWithinMs, settled.signal).then(() => refused(terminalFault('REQUEST_UNANSWERED'))),
      ]);
    } catch (error) {
      return refused(error instanceof CodedError ? error : terminalFault('READER_FAULT'));
    } finally {
      settled.abort();
    }
  }

  function refuseWhenClosed(): void {
    if (closed) throw terminalFault('TERMINAL_LINK_CLOSED');
  }

  async function shut(): Promise<void> {
    if (told)
      await broker
        .publish(stateTopic(reader), write('state', { ...told, status: 'offline', faults: [] }), true)
        .catch(() => {});
    await broker.close();
  }

  return {
    url: broker.url,
    async state(state) {
      refuseWhenClosed();
      const message = write('state', state);
      told = state;
      await broker.publish(stateTopic(reader), message, true);
    },
    async publish(event) {
      refuseWhenClosed();
      await broker.publish(eventTopic(reader, event.name), write(`event.${event.name}`, event.data), false);
    },
    onRequest(answers) {
      handler = answers;
    },
    close() {
      closed ??= shut();
      return closed;
    },
  };
}
