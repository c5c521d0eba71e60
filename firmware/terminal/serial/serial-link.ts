import { randomInt } from 'node:crypto';
import type { CodedError } from '../../records/coded-error.ts';
import { mustArrive } from '../deliver.ts';
import type { TerminalLink } from '../link.ts';
import { type LinkParts, openLink } from '../open-link.ts';
import { readRequest } from '../read-request.ts';
import { maxMessageBytes } from '../topics.ts';
import { fromPeer } from '../trust.ts';
import { Dialogue } from './dialogue.ts';
import { keepLine } from './keep-line.ts';
import type { LineTrust } from './line-trust.ts';
import { type SerialSettings, serialPort } from './port.ts';

/** Start bit, 8 data bits, stop bit. */
const bitsPerByte = 10;
/** Stands for a message that was too long to keep: one byte more than is read. */
const tooLong = Buffer.alloc(maxMessageBytes + 1);

/** `onLine` hears what is wrong with the line (TERMINAL_LINE_UNAVAILABLE, TERMINAL_LINE_SILENT), and undefined once the terminal is heard. */
export interface SerialLinkParts extends LinkParts {
  readonly onLine: (trouble: CodedError | undefined) => void;
  /** Left out: whoever is at the other end of the cable is trusted. */
  readonly trust?: LineTrust;
}

/**
 * Serves one terminal by a serial line: the messages of MQTT in frames (`frame.ts`), each repeated until its receipt (`dialogue.ts`).
 * Done at once: a line that is not there yet is a normal state. A message waits in memory, and not longer than the reader runs, until
 * the terminal has it; of 256 events that wait and need not arrive, the oldest gives way (TERMINAL_MESSAGE_LOST).
 * Topics do not exist here: a request is what its `type` says, and its reply comes down the line with `inreplyto`, whatever `replyto` says.
 */
export async function startSerialLink(settings: SerialSettings, parts: SerialLinkParts): Promise<TerminalLink> {
  const { clock, reader, onLine, trust } = parts;
  const wireMs = (bytes: number): number => (1000 * bitsPerByte * bytes) / settings.baudRate;
  const shutOut = () => {
    trust?.forget();
    dialogue.trusts = trust === undefined;
  };
  const dialogue = new Dialogue(randomInt(2 ** 32), wireMs, shutOut);
  shutOut();
  trust?.onRevoked(shutOut);
  const { carrier: _, ...link } = await openLink(parts, async (hear) => {
    const onMessage = (message: Buffer | 'too-long') => {
      const read = readRequest(reader, undefined, message === 'too-long' ? tooLong : message);
      hear(trust ? fromPeer(read, trust.peer) : read);
    };
    const line = keepLine({ open: serialPort(settings), dialogue, clock, wireMs, onMessage, onLine });
    return {
      send: (to, message) => {
        const sent = dialogue.send(to.is === 'event' && mustArrive(to.name) ? 'kept' : to.is, message);
        line.wake();
        return sent;
      },
      close: async () => {
        dialogue.end();
        await line.close();
      },
    };
  });
  if (!trust) return link;
  return {
    ...link,
    onRequest: (handler) =>
      link.onRequest((request) => {
        if (request.name !== 'sign-on') return handler(request);
        const answer = trust.answer(request.data);
        dialogue.trusts = trust.peer.is === 'paired';
        return answer;
      }),
  };
}
