import { Buffer } from 'node:buffer';
import { once } from 'node:events';
import type { AddressInfo, Server, Socket } from 'node:net';
import { createServer } from 'node:net';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { EmulatedCard } from '../../drivers/card/emulated/card.ts';
import { CardSlot } from '../../drivers/card/emulated/slot.ts';
import { serveToPcscd } from '../../drivers/card/emulated/vpcd.ts';
import { frame, MessageReader } from '../../drivers/card/emulated/vpcd-messages.ts';
import { systemClock } from '../../firmware/device/system-clock.ts';
import { made } from './support.ts';

const card = await made();

interface Bench {
  server: Server;
  port: number;
  slot: CardSlot;
  stop(): Promise<void>;
  /** The next connection of the card. */
  connection(): Promise<Socket>;
}

const test = suite<Bench>('the card as a client of vpcd');

async function listen(port = 0): Promise<Server> {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

test.before.each(async (bench) => {
  bench.server = await listen();
  bench.port = (bench.server.address() as AddressInfo).port;
  bench.slot = new CardSlot({ clock: systemClock });
  const abort = new AbortController();
  const served = serveToPcscd({ slot: bench.slot, clock: systemClock, port: bench.port, signal: abort.signal });
  bench.stop = async () => {
    abort.abort();
    await served;
  };
  bench.connection = async () => (await once(bench.server, 'connection'))[0] as Socket;
});
test.after.each(async ({ stop, server }) => {
  await stop();
  server.close();
});

/** Sends one message and returns the next answer. */
async function ask(socket: Socket, payload: string): Promise<string> {
  socket.write(frame(Buffer.from(payload, 'hex')));
  const [chunk] = await once(socket, 'data');
  const [answer] = new MessageReader().take(chunk);
  return answer?.toString('hex') ?? '';
}

test('laying a card opens the socket; it tells its ATR, powers up and answers APDUs', async ({ slot, connection }) => {
  const coming = connection();
  slot.lay(new EmulatedCard(card));
  const socket = await coming;
  assert.is(await ask(socket, '04'), '3be000ff8131fe4514');
  socket.write(frame(Buffer.from([1])));
  assert.match(await ask(socket, '0084000008'), /^[0-9a-f]{16}9000$/);
  socket.write(frame(Buffer.from([2])));
  assert.is(await ask(socket, '00b0000000'), '6986');
});

test('messages may come in pieces or all at once', async ({ slot, connection }) => {
  const coming = connection();
  slot.lay(new EmulatedCard(card));
  const socket = await coming;
  const stream = Buffer.concat([
    frame(Buffer.from([1])),
    frame(Buffer.from('00ff000000', 'hex')),
    frame(Buffer.from([4])),
  ]);
  const reader = new MessageReader();
  const answers: string[] = [];
  socket.on('data', (chunk) => answers.push(...reader.take(chunk).map((answer) => answer.toString('hex'))));
  for (const byte of stream) {
    socket.write(Buffer.from([byte]));
    await systemClock.sleep(2);
  }
  while (answers.length < 2) await once(socket, 'data');
  assert.equal(answers, ['6d00', '3be000ff8131fe4514']);
});

test('taking the card closes the socket, also in the middle of a command', async ({ slot, connection }) => {
  const coming = connection();
  slot.lay(new EmulatedCard(card), { linkKbps: 1 });
  const socket = await coming;
  socket.write(Buffer.concat([frame(Buffer.from([1])), frame(Buffer.from('0084000000', 'hex'))]));
  const closed = once(socket, 'close');
  socket.resume();
  await systemClock.sleep(50);
  slot.take();
  await closed;
});

test('a card pulled at the n-th APDU closes the socket without an answer', async ({ slot, connection }) => {
  const coming = connection();
  slot.lay(new EmulatedCard(card), { pullAtApdu: 1 });
  const socket = await coming;
  let heard = 0;
  socket.on('data', (chunk: Buffer) => {
    heard += chunk.length;
  });
  const closed = once(socket, 'close');
  socket.write(Buffer.concat([frame(Buffer.from([1])), frame(Buffer.from('0084000008', 'hex'))]));
  await closed;
  assert.is(heard, 0);
});

test('a mute card answers an ATR that cannot be one, and hangs up on an APDU rather than let the daemon wait for ever', async ({
  slot,
  connection,
}) => {
  const coming = connection();
  slot.lay(new EmulatedCard(card), { mute: true });
  const socket = await coming;
  assert.ok((await ask(socket, '04')).length / 2 > 33);
  const closed = once(socket, 'close');
  socket.write(frame(Buffer.from('0084000008', 'hex')));
  await closed;
});

test('a daemon that goes and comes back finds the card again, unpowered', async (bench) => {
  const coming = bench.connection();
  bench.slot.lay(new EmulatedCard(card));
  const socket = await coming;
  socket.write(frame(Buffer.from([1])));
  await ask(socket, '0084000008');
  socket.destroy();
  bench.server.close();
  await systemClock.sleep(400); // refused at least once
  assert.not.ok(bench.slot.card?.powered);
  bench.server = await listen(bench.port);
  const again = await bench.connection();
  assert.is(await ask(again, '04'), '3be000ff8131fe4514');
});

test('without a daemon and without a card it ends when it is told to', async () => {
  const slot = new CardSlot({ clock: systemClock });
  const abort = new AbortController();
  const empty = serveToPcscd({ slot, clock: systemClock, port: 9, signal: abort.signal });
  const other = new CardSlot({ clock: systemClock });
  other.lay(new EmulatedCard(card));
  const refused = serveToPcscd({ slot: other, clock: systemClock, port: 9, signal: abort.signal });
  await systemClock.sleep(30);
  abort.abort();
  await Promise.all([empty, refused]);
  await serveToPcscd({ slot, clock: systemClock, port: 9, signal: abort.signal });
});

test.run();
