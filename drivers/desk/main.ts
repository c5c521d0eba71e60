import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { mainThreadFirst } from '../../firmware/device/main-thread-first.ts';
import { systemClock } from '../../firmware/device/system-clock.ts';
import { serveToPcscd } from '../card/emulated/vpcd.ts';
import { Desk } from './desk.ts';
import { serveBoard } from './desk-board.ts';
import { setUpFarCameras } from './far-cameras.ts';
import { serveMjpeg } from './mjpeg-server.ts';
import { serveDesk } from './server.ts';

/**
 * The emulated desk as a process of its own: card, card camera and face camera, outside the reader as the real ones are.
 * `--socket PATH` for the emulated drivers; `--vpcd PORT` lays its cards on pcscd; `--face-port`, `--card-port` show the cameras over HTTP.
 * `--board PATH` puts the microcontroller of a board there, whose bed sensor sees the card.
 * Tells its parent `ready` with the cameras' addresses over IPC, if there is one.
 */
const { values } = parseArgs({
  options: {
    socket: { type: 'string' },
    vpcd: { type: 'string' },
    'face-port': { type: 'string' },
    'card-port': { type: 'string' },
    board: { type: 'string' },
  },
});

/** The bundled thread beside this file. */
const drawing = join(import.meta.dirname, 'camera-thread.js');
const cameras = await setUpFarCameras(drawing, systemClock);
const desk = new Desk(systemClock, cameras);
const stop = new AbortController();
const open: { close(): Promise<void> }[] = [];
if (values.socket) open.push(await serveDesk(desk, values.socket));
// Where the system gives no pseudo-terminal, there is no board.
const board = values.board ? await serveBoard(desk.slot, values.board).catch(() => undefined) : undefined;
if (board) open.push(board);
const pcscd = values.vpcd
  ? serveToPcscd({ slot: desk.slot, clock: systemClock, port: Number(values.vpcd), signal: stop.signal })
  : undefined;
const face = await camera(values['face-port'], (signal) => cameras.faceFrames(signal));
const card = await camera(values['card-port'], (signal) => cameras.cardFrames(signal));
mainThreadFirst(); // the card's thread: it keeps its time whatever the cameras draw
process.send?.({ ready: true, face, card, board: board ? values.board : undefined });

const end = async () => {
  stop.abort();
  await Promise.all([desk.take(), pcscd, ...open.map((part) => part.close())]);
  await cameras.close();
  process.exit(0);
};
process.on('SIGTERM', end);
process.on('SIGINT', end);
process.on('disconnect', end); // never outlives who started it

async function camera(port: string | undefined, view: Parameters<typeof serveMjpeg>[0]): Promise<string | undefined> {
  if (port === undefined) return undefined;
  const server = await serveMjpeg(view, { port: Number(port) });
  open.push(server);
  return server.address;
}
