import { ownBuffer } from '../../../crypto/own-bytes.ts';
import type { Clock } from '../../../firmware/device/clock.ts';
import { CodedError } from '../../../firmware/records/coded-error.ts';
import { fromCard, toCard } from '../../desk/card-words.ts';
import { connectDesk, type DeskLink } from '../../desk/link.ts';
import type { CardChannel, CardPresence, CardReader } from '../contract.ts';
import { cardFault, cardFaults } from '../faults.ts';

/** How long to wait before looking for a lost desk again, in ms. */
const retryMs = 200;

/** The emulated card reader: a client of the desk at the Unix socket `desk`, on the same contract as the PC/SC driver. */
export function createEmulatedReader(desk: string, clock: Clock): CardReader {
  return { watch: (onChange, signal) => watch(desk, clock, onChange, signal), open: () => open(desk) };
}

async function watch(
  desk: string,
  clock: Clock,
  onChange: (presence: CardPresence) => void,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const link = await connectDesk(desk, 'card-watch').catch(() => undefined);
    if (link) await told(link, onChange, signal);
    if (signal.aborted) return;
    onChange({ state: 'unavailable', code: 'CARD_READER_UNAVAILABLE' });
    await clock.sleep(retryMs, signal).catch(() => undefined); // aborted: the loop ends
  }
}

/** Passes on what the desk tells until it is gone or the watch ends. */
function told(link: DeskLink, onChange: (presence: CardPresence) => void, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const stop = () => link.close();
    signal.addEventListener('abort', stop);
    if (signal.aborted) stop();
    link.onMessage = (payload) => onChange({ state: payload.toString() as 'empty' | 'laid' | 'mute' });
    link.onClose = () => {
      signal.removeEventListener('abort', stop);
      resolve();
    };
    if (link.closed) link.onClose();
  });
}

async function open(desk: string): Promise<CardChannel> {
  const link = await connectDesk(desk, 'card').catch((cause) => {
    throw cardFault('CARD_READER_UNAVAILABLE', undefined, { cause });
  });
  const ask = asker(link);
  await ask(Buffer.from([toCard.open]));
  return {
    transmit: async (apdu) => {
      const message = ownBuffer(1 + apdu.length);
      message[0] = toCard.transmit;
      message.set(apdu, 1);
      return ask(message).finally(() => message.fill(0));
    },
    close: async () => link.close(), // the desk unpowers the card when the connection ends
  };
}

/** One question at a time on the link; its answer without the leading byte, or its fault thrown. */
function asker(link: DeskLink): (message: Buffer) => Promise<Buffer> {
  let waiting: { resolve(answer: Buffer): void; reject(error: Error): void } | undefined;
  link.onMessage = (payload) => {
    const asked = waiting;
    waiting = undefined;
    if (payload[0] === fromCard.done) asked?.resolve(payload.subarray(1));
    else asked?.reject(faultNamed(payload.toString('latin1', 1)));
  };
  link.onClose = () => waiting?.reject(cardFault('CARD_READER_UNAVAILABLE'));
  return (message) =>
    new Promise((resolve, reject) => {
      if (link.closed) return reject(cardFault('CARD_READER_UNAVAILABLE'));
      waiting = { resolve, reject };
      link.send(message);
    });
}

function faultNamed(code: string): CodedError {
  const entry = Object.entries(cardFaults).find(([known]) => known === code)?.[1];
  return entry ? new CodedError(code, entry) : cardFault('CARD_MUTE');
}
