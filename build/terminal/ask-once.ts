import { setTimeout as delay } from 'node:timers/promises';
import type { Reply } from '../../firmware/terminal/generated/types.ts';
import { requestMessage } from './asking.ts';
import { terminalToolFault } from './faults.ts';
import type { Wire } from './wire.ts';

/** Longer than a reader takes to say that it cannot answer. */
const answerWithinMs = 15_000;

/** Which reader is asked, and as which terminal. */
export interface Between {
  readonly reader: string;
  readonly terminal: string;
}

/** Asks a reader over a wire, one thing after the other; answers the data of each reply. Throws READER_SILENT, READER_LOST. */
export function asker(wire: Wire, { reader, terminal }: Between): (name: string, data: object) => Promise<Reply> {
  let waiting: { readonly id: string; readonly came: (reply: Reply) => void } | undefined;
  wire.onMessage(({ payload }) => {
    const heard = JSON.parse(payload.toString());
    if (heard.type === 'kazasu.v1.reply' && heard.inreplyto === waiting?.id) waiting?.came(heard.data);
  });
  const fail = async (waited: Promise<unknown>, code: 'READER_LOST' | 'READER_SILENT'): Promise<never> => {
    await waited;
    throw terminalToolFault(code);
  };
  return async (name, data) => {
    const message = { ...requestMessage(terminal, name, data), replyto: `kazasu/1/${reader}/reply/${terminal}` };
    const over = new AbortController();
    const reply = new Promise<Reply>((came) => {
      waiting = { id: message.id, came };
    });
    const late = fail(delay(answerWithinMs, undefined, { signal: over.signal }), 'READER_SILENT');
    late.catch(() => {}); // called off
    try {
      // Sending ends when the reader has it: over a line that nobody hears, never.
      const sent = wire.send(`kazasu/1/${reader}/request/${name}`, JSON.stringify(message));
      sent.catch(() => {}); // told by `lost`
      return await Promise.race([reply, late, fail(wire.lost, 'READER_LOST')]);
    } finally {
      over.abort();
    }
  };
}

/** Asks one thing; see `asker`. */
export const askOnce = (
  wire: Wire,
  { name, data, ...between }: Between & { readonly name: string; readonly data: object },
): Promise<Reply> => asker(wire, between)(name, data);
