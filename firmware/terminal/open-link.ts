import type { Clock } from '../device/clock.ts';
import { CodedError } from '../records/coded-error.ts';
import { writeMessage } from './cloud-event.ts';
import { terminalFault } from './faults.ts';
import { type RequestAnswer, type RequestHandler, refused, type TerminalLink } from './link.ts';
import type { EventName, OutgoingName, ReaderState, TerminalRequest } from './messages.ts';
import type { ReadRequest } from './read-request.ts';

const maxAtATime = 32;
const answerWithinMs = 10_000;
/** A terminal that is not there must not keep the reader from closing. */
const farewellMs = 1000;

/** What every link is handed. `newId` makes ids that never come again. */
export interface LinkParts {
  readonly reader: string;
  readonly clock: Clock;
  readonly newId: () => string;
  /** Hears why a message was refused before anybody was asked: for diagnostics. */
  readonly onRefused?: (code: string, what: string) => void;
}

/** What a message is to those who get it. */
export type Address =
  | { readonly is: 'state' }
  | { readonly is: 'event'; readonly name: EventName }
  | { readonly is: 'reply'; readonly topic: string };

/** What carries written messages to the terminals, in the order of the calls; the newest state also to those who come later. */
export interface Carrier {
  send(to: Address, message: Buffer): Promise<void>;
  close(): Promise<void>;
}

/**
 * The reader's side of the protocol over any carrier: writes messages, answers requests, says `offline` when it closes.
 * @param open starts the carrier; what it reads of the terminals goes to `hear`, and it tells when one has begun to listen
 * @throws whatever `open` throws
 */
export async function openLink<C extends Carrier>(
  { reader, clock, newId, onRefused }: LinkParts,
  open: (hear: (read: ReadRequest) => void, onListener: () => void) => Promise<C>,
): Promise<TerminalLink & { readonly carrier: C }> {
  let handler: RequestHandler | undefined;
  let told: ReaderState | undefined;
  let closed: Promise<void> | undefined;
  let atATime = 0;

  let onListener = () => {};
  const hear = ({ request, error, ...to }: ReadRequest): void => {
    if (error) onRefused?.(error.code, error.message);
    if (error) return void reply(to, refused(error));
    if (atATime >= maxAtATime) return void reply(to, refused(terminalFault('REQUESTS_TOO_MANY')));
    atATime += 1;
    void answerTo(request)
      .then((answer) => reply(to, answer))
      .finally(() => {
        atATime -= 1;
      });
  };
  const carrier = await open(hear, () => onListener());

  const write = (name: OutgoingName, data: object, inreplyto?: string): Buffer =>
    writeMessage(name, data, {
      id: newId(),
      reader,
      time: clock.wall(),
      ...(inreplyto === undefined ? {} : { inreplyto }),
    });

  /** Never throws: an answer that breaks the schema becomes a fault of the reader; a closing carrier needs no reply. */
  async function reply(to: { replyTopic: string; inreplyto?: string }, answer: RequestAnswer): Promise<void> {
    let message: Buffer;
    try {
      message = write('reply', answer, to.inreplyto);
    } catch {
      message = write('reply', refused(terminalFault('READER_FAULT')), to.inreplyto);
    }
    await carrier.send({ is: 'reply', topic: to.replyTopic }, message).catch(() => {});
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

  async function sayOffline(last: ReaderState): Promise<void> {
    const said = new AbortController();
    const offline = write('state', { ...last, status: 'offline', faults: [] });
    const sent = carrier.send({ is: 'state' }, offline).finally(() => said.abort());
    await Promise.allSettled([Promise.race([sent, clock.sleep(farewellMs, said.signal)])]);
  }

  async function shut(): Promise<void> {
    if (told) await sayOffline(told);
    await carrier.close();
  }

  return {
    carrier,
    async state(state) {
      refuseWhenClosed();
      const message = write('state', state);
      told = state;
      await carrier.send({ is: 'state' }, message);
    },
    async publish({ name, data }, stamp) {
      refuseWhenClosed();
      const message = stamp ? writeMessage(`event.${name}`, data, { ...stamp, reader }) : write(`event.${name}`, data);
      await carrier.send({ is: 'event', name }, message);
    },
    onListener(listener) {
      onListener = listener;
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
