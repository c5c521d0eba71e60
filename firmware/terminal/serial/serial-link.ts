import { randomInt } from 'node:crypto';
import type { CodedError } from '../../records/coded-error.ts';
import type { TerminalLink } from '../link.ts';
import { type LinkParts, openLink } from '../open-link.ts';
import { readRequest } from '../read-request.ts';
import { maxMessageBytes } from '../topics.ts';
import { Dialogue } from './dialogue.ts';
import { keepLine } from './keep-line.ts';
import { type SerialSettings, serialPort } from './port.ts';

/** Start bit, 8 data bits, stop bit. */
const bitsPerByte = 10;
/** Stands for a message that was too long to keep: one byte more than is read. */
const tooLong = Buffer.alloc(maxMessageBytes + 1);

/** `onLine` hears what is wrong with the line (TERMINAL_LINE_UNAVAILABLE, TERMINAL_LINE_SILENT), and undefined once the terminal is heard. */
export interface SerialLinkParts extends LinkParts {
  readonly onLine: (trouble: CodedError | undefined) => void;
}

/**
 * Serves one terminal by a serial line: the messages of MQTT in frames (`frame.ts`), each repeated until its receipt (`dialogue.ts`).
 * Done at once: a line that is not there yet is a normal state. A message waits in memory, and not longer than the reader runs, until
 * the terminal has it; of 256 events that wait, the oldest gives way (TERMINAL_MESSAGE_LOST).
 * Topics do not exist here: a request is what its `type` says, and its reply comes down the line with `inreplyto`, whatever `replyto` says.
 */
export async function startSerialLink(settings: SerialSettings, parts: SerialLinkParts): Promise<TerminalLink> {
  const { clock, reader, onLine } = parts;
  const wireMs = (bytes: number): number => (1000 * bitsPerByte * bytes) / settings.baudRate;
  const dialogue = new Dialogue(randomInt(2 ** 32), wireMs);
  const { carrier: _, ...link } = await openLink(parts, async (hear) => {
    const onMessage = (message: Buffer | 'too-long') =>
      hear(readRequest(reader, undefined, message === 'too-long' ? tooLong : message));
    const line = keepLine({ open: serialPort(settings), dialogue, clock, wireMs, onMessage, onLine });
    return {
      send: (to, message) => {
        const sent = dialogue.send(to.is, message);
        line.wake();
        return sent;
      },
      close: async () => {
        dialogue.end();
        await line.close();
      },
    };
  });
  return link;
}
