import { Buffer } from 'node:buffer';
import type { Socket } from 'node:net';
import { connect } from 'node:net';
import type { Clock } from '../../../firmware/device/clock.ts';
import { makeQuickAck } from './quick-ack.ts';
import type { CardSlot } from './slot.ts';
import { control, frame, MessageReader } from './vpcd-messages.ts';

/** TCP port of vpcd's first reader. */
export const vpcdPort = 35963;

/** How long to wait before pcscd is tried again. */
const retryMs = 250;

export interface ServeToPcscdOptions {
  readonly slot: CardSlot;
  readonly clock: Clock;
  /** Loopback by default: vpcd is for test machines only. */
  readonly host?: string;
  readonly port?: number;
  readonly signal: AbortSignal;
}

/**
 * Puts a slot into pcscd through vsmartcard's vpcd, of which the card is the TCP client: a laid card is an open socket, a taken one a closed
 * socket. Connects again whenever pcscd comes back. Resolves once `signal` aborts; it never rejects.
 */
export async function serveToPcscd({
  slot,
  clock,
  host = '127.0.0.1',
  port = vpcdPort,
  signal,
}: ServeToPcscdOptions): Promise<void> {
  const quickAck = await makeQuickAck();
  while (!signal.aborted) {
    if (await laid(slot, signal)) {
      await serveOnce(connect({ host, port, noDelay: true }), slot, quickAck, signal);
      slot.powerOff();
      await clock.sleep(slot.state === 'empty' ? 0 : retryMs, signal).catch(() => {});
    }
  }
}

/** Resolves to true when a card lies there, to false when `signal` aborts first. */
async function laid(slot: CardSlot, signal: AbortSignal): Promise<boolean> {
  if (slot.state !== 'empty' || signal.aborted) return slot.state !== 'empty' && !signal.aborted;
  return new Promise((resolve) => {
    const alive = setInterval(() => {}, 60_000); // without a socket nothing else would keep the process up
    const end = (answer: boolean) => {
      clearInterval(alive);
      stop();
      signal.removeEventListener('abort', aborted);
      resolve(answer);
    };
    const aborted = () => end(false);
    const stop = slot.onChange((state) => state !== 'empty' && end(true));
    signal.addEventListener('abort', aborted, { once: true });
  });
}

/** Serves one connection until the card is taken, pcscd closes it (or is not there) or `signal` aborts. */
async function serveOnce(
  socket: Socket,
  slot: CardSlot,
  quickAck: (socket: Socket) => void,
  signal: AbortSignal,
): Promise<void> {
  const hangUp = () => socket.destroy();
  const stop = slot.onChange(hangUp);
  signal.addEventListener('abort', hangUp, { once: true });
  const closed = new Promise((resolve) => socket.once('close', resolve));
  const reader = new MessageReader();
  let work = Promise.resolve();
  socket.on('error', hangUp); // refused or reset: the caller tries again
  socket.on('end', hangUp);
  socket.on('connect', () => quickAck(socket));
  socket.on('data', (chunk) => {
    quickAck(socket);
    for (const message of reader.take(chunk)) {
      work = work.then(() => handle(message, slot, socket));
    }
  });
  if (slot.state === 'empty' || signal.aborted) hangUp(); // since the caller looked
  await closed;
  await work;
  stop();
  signal.removeEventListener('abort', hangUp);
}

/** Answers one message. A card that fails to answer hangs up: pcscd waits for an answer, or the end of the socket, without limit. */
async function handle(message: Buffer, slot: CardSlot, socket: Socket): Promise<void> {
  try {
    const answer = await answerTo(message, slot);
    if (answer && !socket.destroyed) socket.write(frame(answer));
  } catch {
    socket.destroy();
  }
}

async function answerTo(message: Buffer, slot: CardSlot): Promise<Buffer | undefined> {
  if (message.length > 1) return slot.transmit(message);
  switch (message[0]) {
    case control.off:
      slot.powerOff();
      return undefined;
    case control.on:
      if (slot.state !== 'mute') slot.powerOn();
      return undefined;
    case control.reset:
      if (slot.state !== 'mute') slot.reset();
      return undefined;
    case control.atr:
      return slot.state === 'mute' ? impossibleAtr : slot.atr();
    default:
      return undefined;
  }
}

/**
 * What a mute card answers when pcscd asks for its ATR, which is how pcscd sees that a card lies there: longer than an ATR may be (33 bytes), so that
 * powering it fails and pcscd reports a mute card. An empty answer would not do: vpcd then waits for ever.
 */
const impossibleAtr = Buffer.alloc(40);
