import { rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { dirname } from 'node:path';
import { CodedError } from '../../firmware/records/coded-error.ts';
import type { Frame } from '../camera/contract.ts';
import { cardFault } from '../card/faults.ts';
import { fromCard, toCard } from './card-words.ts';
import { carryOut } from './control.ts';
import type { Desk } from './desk.ts';
import { exposureOf } from './exposure-words.ts';
import { framed } from './framing.ts';
import { DeskLink, type DeskPurpose } from './link.ts';

/** A camera picture is dropped rather than queued when the reader has not taken the one before. */
const fullBuffer = 256 * 1024;

/** Serves a desk to readers on the Unix socket `path` until closed. */
export async function serveDesk(desk: Desk, path: string): Promise<{ close(): Promise<void> }> {
  await mkdir(dirname(path), { recursive: true });
  rmSync(path, { force: true });
  const sockets = new Set<Socket>();
  const table = { desk, cardOpen: false };
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    greet(table, socket);
  });
  await listen(server, path);
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

interface Table {
  readonly desk: Desk;
  /** A reader has opened the card; a second one is refused. */
  cardOpen: boolean;
}

/** The first message says what the connection is for. */
function greet(table: Table, socket: Socket): void {
  const link = new DeskLink(socket);
  link.onMessage = (payload) => {
    const begin = Object.entries(serve).find(([purpose]) => purpose === payload.toString())?.[1];
    if (begin) begin(table, link, socket);
    else link.close();
  };
}

const serve: Record<DeskPurpose, (table: Table, link: DeskLink, socket: Socket) => void> = {
  'card-watch': ({ desk }, link) => {
    const tell = () => link.send(Buffer.from(desk.slot.state));
    tell();
    link.onClose = desk.slot.onChange(tell);
  },
  card: serveCard,
  'face-camera': ({ desk }, link, socket) => {
    let stops = 0; // of this connection: the next one begins with the usual exposure
    link.onMessage = (payload) => {
      stops = exposureOf(payload) ?? stops;
    };
    return stream(link, socket, (signal) => desk.cameras.faceFrames(signal, () => stops));
  },
  'card-camera': ({ desk }, link, socket) => stream(link, socket, (signal) => desk.cameras.cardFrames(signal)),
  control: ({ desk }, link) => {
    // Answers carry no name: they go out in the order of the wishes.
    let turn: Promise<void> = Promise.resolve();
    link.onMessage = (payload) => {
      turn = turn.then(async () => link.send(Buffer.from(JSON.stringify(await carryOut(desk, payload.toString())))));
    };
  },
};

function serveCard(table: Table, link: DeskLink): void {
  const { slot } = table.desk;
  let mine = false;
  const open = () => {
    if (table.cardOpen) throw cardFault('CARD_BUSY');
    slot.powerOn();
    mine = table.cardOpen = true;
    return Buffer.alloc(0);
  };
  link.onMessage = async (payload) => {
    try {
      const answer = payload[0] === toCard.open ? open() : await slot.transmit(payload.subarray(1));
      link.send(Buffer.concat([Buffer.from([fromCard.done]), answer]));
    } catch (error) {
      const code = error instanceof CodedError ? error.code : 'CARD_MUTE';
      link.send(Buffer.concat([Buffer.from([fromCard.failed]), Buffer.from(code)]));
    }
  };
  link.onClose = () => {
    if (!mine) return;
    table.cardOpen = false;
    slot.powerOff();
  };
}

/** Sends frames while the reader stays connected: connected is on, closed is off. */
async function stream(
  link: DeskLink,
  socket: Socket,
  view: (signal: AbortSignal) => AsyncIterable<Frame>,
): Promise<void> {
  const stop = new AbortController();
  link.onClose = () => stop.abort();
  try {
    for await (const { jpeg } of view(stop.signal)) {
      if (socket.writableLength < fullBuffer) socket.write(framed(jpeg));
    }
  } catch {
    link.close(); // the picture cannot be shown: the reader sees a camera that is lost
  }
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
}
