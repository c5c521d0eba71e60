import { setTimeout as delay } from 'node:timers/promises';
import type { Reply } from '../../firmware/terminal/generated/types.ts';
import { requestMessage } from './asking.ts';
import { terminalToolFault } from './faults.ts';
import type { Wire } from './wire.ts';

/** Longer than a reader takes to say that it cannot answer. */
const answerWithinMs = 15_000;

/** Sends one request over a wire and answers the data of its reply. Throws READER_SILENT, READER_LOST. */
export async function askOnce(
  wire: Wire,
  {
    reader,
    terminal,
    name,
    data,
  }: { readonly reader: string; readonly terminal: string; readonly name: string; readonly data: object },
): Promise<Reply> {
  const message = { ...requestMessage(terminal, name, data), replyto: `kazasu/1/${reader}/reply/${terminal}` };
  const over = new AbortController();
  const reply = new Promise<Reply>((resolve) => {
    wire.onMessage(({ payload }) => {
      const heard = JSON.parse(payload.toString());
      if (heard.type === 'kazasu.v1.reply' && heard.inreplyto === message.id) resolve(heard.data);
    });
  });
  const fail = async (waited: Promise<unknown>, code: 'READER_LOST' | 'READER_SILENT'): Promise<never> => {
    await waited;
    throw terminalToolFault(code);
  };
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
}
