import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Camera } from '../../drivers/camera/contract.ts';
import type { CardChannel, CardReader } from '../../drivers/card/contract.ts';
import { createEmulatedReader } from '../../drivers/card/emulated/emulated-reader.ts';
import { createDeskCamera } from '../../drivers/desk/camera.ts';
import type { DeskWish } from '../../drivers/desk/control.ts';
import { type DeskHand, reachForDesk } from '../../drivers/desk/control-link.ts';
import { Desk } from '../../drivers/desk/desk.ts';
import { type Emulation, prepareEmulation } from '../../drivers/desk/emulation.ts';
import { framed } from '../../drivers/desk/framing.ts';
import { serveDesk } from '../../drivers/desk/server.ts';
import { setUpViews } from '../../drivers/desk/views.ts';
import type { Clock } from '../../firmware/device/clock.ts';
import { systemClock } from '../../firmware/device/system-clock.ts';
import { CodedError } from '../../firmware/records/coded-error.ts';
import { middleOf } from './middle-of.ts';

interface Place {
  folder: string;
  world: Emulation;
  socket: string;
  hand: DeskHand;
  /** Naps that the desk's cameras took between pictures. */
  naps: number;
  /** What the cameras were told of the head. */
  turns: number[];
  close: () => Promise<void>;
}

const test = suite<Place>('the emulated desk');

test.before(async (place) => {
  place.folder = await mkdtemp(join(tmpdir(), 'kazasu-desk-'));
  place.world = await prepareEmulation(join(place.folder, 'world'));
  place.socket = join(place.folder, 'desk.sock');
});
test.after((place) => rm(place.folder, { recursive: true }));
test.before.each(async (place) => {
  place.naps = 0;
  const watched: Clock = {
    ...systemClock,
    sleep: (ms, signal) => {
      place.naps += 1;
      return systemClock.sleep(ms, signal);
    },
  };
  place.turns = [];
  const views = await setUpViews(watched);
  const turn = views.turnTo.bind(views);
  views.turnTo = (to) => {
    place.turns.push(to);
    turn(to);
  };
  const served = await serveDesk(new Desk(watched, views), place.socket);
  place.hand = await reachForDesk(place.socket);
  place.close = async () => {
    place.hand.close();
    await served.close();
  };
});
test.after.each((place) => place.close());

async function refusal(action: Promise<unknown>): Promise<string> {
  const error = await action.then(
    () => assert.unreachable('was not refused'),
    (refused: unknown) => refused,
  );
  assert.instance(error, CodedError);
  assert.ok((error as CodedError).next, 'says what to do');
  return (error as CodedError).code;
}

/** The card, once whoever had it is gone. */
async function opened(reader: CardReader): Promise<CardChannel> {
  for (let tries = 0; ; tries++) {
    try {
      return await reader.open();
    } catch (error) {
      if (!(error instanceof CodedError) || error.code !== 'CARD_BUSY' || tries === 200) throw error;
    }
    await soon(50);
  }
}

const soon = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test('a card is one reader’s alone until it is closed', async ({ socket, hand, world }) => {
  await hand.ask({ wish: 'lay', file: world.card });
  const reader = createEmulatedReader(socket, systemClock);
  const channel = await reader.open();
  assert.is(await refusal(reader.open()), 'CARD_BUSY');
  await channel.close();
  const again = await opened(reader); // the desk hears of the end a moment later
  assert.ok((await again.transmit(Buffer.from('00a4040c0ad392f000260100000001', 'hex'))).length >= 2);
  await again.close();
});

test('a card that is taken away is missed at once, by who watches and by who speaks to it', async ({
  socket,
  hand,
  world,
}) => {
  const reader = createEmulatedReader(socket, systemClock);
  const stop = new AbortController();
  const seen: string[] = [];
  const watching = reader.watch(({ state }) => seen.push(state), stop.signal);
  await hand.ask({ wish: 'lay', file: world.card });
  const channel = await reader.open();
  await hand.ask({ wish: 'take' });
  assert.is(await refusal(channel.transmit(Buffer.from('00b0000000', 'hex'))), 'CARD_REMOVED');
  await channel.close();
  assert.is(await refusal(reader.open()), 'CARD_ABSENT');
  stop.abort();
  await watching;
  assert.equal(seen, ['empty', 'laid', 'empty']);
});

test('[R41] a camera works only while somebody watches', async (place) => {
  await place.hand.ask({ wish: 'stand', file: place.world.person });
  await soon(100);
  assert.is(place.naps, 0, 'off before');
  const stop = new AbortController();
  let frames = 0;
  for await (const { jpeg } of createDeskCamera(place.socket, 'face-camera').frames(stop.signal)) {
    assert.is(jpeg.readUInt16BE(0), 0xffd8, 'a JPEG');
    if (++frames === 3) stop.abort();
  }
  assert.ok(place.naps > 0, 'on between');
  let naps = -1;
  for (let tries = 0; place.naps !== naps && tries < 50; tries++) {
    naps = place.naps;
    await soon(300);
  }
  assert.is(place.naps, naps, 'off after');
});

test('[R18] who stands against the light comes out dark until the camera is asked for more; the next reader begins anew', async (place) => {
  await place.hand.ask({ wish: 'stand', file: place.world.person });
  await place.hand.ask({ wish: 'light', light: 'backlight' });
  const camera = createDeskCamera(place.socket, 'face-camera');
  const usual = await faceLight(camera);
  const asked = await faceLight(camera, 2);
  assert.ok(asked > 1.4 * usual, `${usual} → ${asked}`);
  assert.ok((await faceLight(camera)) < 1.25 * usual, 'closed is forgotten');
  await camera.expose?.(2); // nobody looks: nothing to expose
  assert.ok((await faceLight(camera)) < 1.25 * usual, 'nothing is kept for later');
  assert.is(createDeskCamera(place.socket, 'card-camera').expose, undefined);
});

/** Mean level of the middle of the tenth frame with somebody in it, the camera asked for so many stops at the first. */
async function faceLight(camera: Camera, stops?: number): Promise<number> {
  const stop = new AbortController();
  let count = 0;
  let light = Number.NaN;
  let frames = 0;
  for await (const frame of camera.frames(stop.signal)) {
    if (frames++ === 0 && stops !== undefined) await camera.expose?.(stops);
    assert.ok(frames < 300, 'somebody came');
    const { mean, stdev } = await middleOf(frame);
    if (stdev < 5) continue; // nobody yet
    light = mean;
    if (++count === 10) stop.abort();
  }
  return light;
}

test('a desk that goes is a camera lost and a hand that hears it', async (place) => {
  const frames = createDeskCamera(place.socket, 'face-camera').frames(new AbortController().signal);
  const first = await frames[Symbol.asyncIterator]().next();
  assert.not(first.done);
  const laying = refusal(place.hand.ask({ wish: 'lay', file: place.world.card }));
  const watching = refusal(
    (async () => {
      for await (const _ of frames);
    })(),
  );
  await place.close();
  assert.is(await laying, 'DESK_GONE');
  assert.is(await watching, 'CAMERA_LOST');
  const nobody = createDeskCamera(place.socket, 'face-camera').frames(new AbortController().signal);
  assert.is(await refusal(nobody[Symbol.asyncIterator]().next()), 'CAMERA_UNAVAILABLE');
});

test('[R11] somebody stands and an attack is held before the camera, and a head is turned, by the desk’s wishes', async ({
  socket,
  hand,
  world,
  turns,
}) => {
  const another = 24; // mean change of a level in another picture, 28 at least; somebody who only moves, or a print, changes by 13 at most
  const stop = new AbortController();
  const frames = createDeskCamera(socket, 'face-camera').frames(stop.signal)[Symbol.asyncIterator]();
  const seen = async () => {
    const { value } = await frames.next();
    return sharp(value.jpeg).resize(64, 48).greyscale().raw().toBuffer();
  };
  const changeFrom = (before: Buffer, now: Buffer) =>
    now.reduce((sum, level, at) => sum + Math.abs(level - (before[at] as number)), 0) / now.length;
  const wishes: DeskWish[] = [
    { wish: 'stand', file: world.person },
    { wish: 'hold', attack: 'print', file: world.person },
    { wish: 'hold', attack: 'replay-close', file: world.person },
  ];
  for (const wish of wishes) {
    const before = await seen();
    await hand.ask(wish);
    let change = 0;
    for (let looks = 0; change < another && looks < 60; looks++) change = changeFrom(before, await seen());
    assert.ok(change >= another, `${JSON.stringify(wish)}: ${change}`);
  }
  stop.abort();
  await frames.return?.();
  assert.equal(turns, []);
  await hand.ask({ wish: 'turn', to: 1 });
  assert.equal(turns, [1]);
});

test('[R11] a wish to hold or turn that makes no sense is refused', async ({ hand, world, folder }) => {
  const attack = 'mask' as 'print';
  assert.is(await refusal(hand.ask({ wish: 'hold', attack, file: world.person })), 'DESK_ATTACK_UNKNOWN');
  for (const to of [2, Number.NaN, 'left' as unknown as number])
    assert.is(await refusal(hand.ask({ wish: 'turn', to })), 'DESK_TURN_UNKNOWN');
  const copy = join(folder, 'person.jpg');
  await copyFile(world.person, copy);
  for (const text of ['{', 'null', '{"x":0.5,"y":0.4,"width":0}', '{"x":0.5,"y":0.4,"width":0.4,"eyes":[]}']) {
    await writeFile(join(folder, 'person.face.json'), text);
    assert.is(await refusal(hand.ask({ wish: 'stand', file: copy })), 'DESK_FACE_PLACE_MALFORMED');
  }
  await rm(join(folder, 'person.face.json'));
  assert.type(await hand.ask({ wish: 'stand', file: copy }), 'number');
});

test('a wrong wish is refused with a code, and the desk goes on', async ({ hand, world, folder }) => {
  assert.is(await refusal(hand.ask({ wish: 'lay', file: join(folder, 'nowhere.json') })), 'CARD_DOCUMENT_UNREADABLE');
  const broken = join(folder, 'broken.json');
  await writeFile(broken, '{"kind":');
  assert.is(await refusal(hand.ask({ wish: 'lay', file: broken })), 'CARD_DOCUMENT_MALFORMED');
  assert.is(await refusal(hand.ask({ wish: 'stand', file: join(folder, 'nobody.jpg') })), 'DESK_FAILED');
  assert.is(await refusal(hand.ask({ wish: 'dance' } as unknown as DeskWish)), 'DESK_WISH_UNKNOWN');
  assert.is(await refusal(hand.ask({ wish: 'light', light: 'moon' } as unknown as DeskWish)), 'DESK_WISH_UNKNOWN');
  assert.type(await hand.ask({ wish: 'lay', file: world.card }), 'number');
});

test('noise on the socket harms nobody else', async ({ socket, hand, world }) => {
  const say = (...words: Buffer[]) =>
    new Promise<string>((resolve) => {
      const noisy = connect(socket);
      noisy.on('data', (data) => {
        resolve(data.toString());
        noisy.destroy();
      });
      noisy.on('close', () => resolve('closed'));
      noisy.on('error', () => undefined);
      for (const word of words) noisy.write(word);
    });
  assert.is(await say(framed(Buffer.from('toString'))), 'closed');
  assert.is(await say(Buffer.alloc(64, 0xff)), 'closed');
  assert.match(await say(framed(Buffer.from('control')), framed(Buffer.from('{"wish"'))), 'DESK_FAILED');
  assert.type(await hand.ask({ wish: 'lay', file: world.card }), 'number');
});

test('what is asked at once is done in the order asked: a card taken while it is laid does not lie there afterwards', async ({
  hand,
  world,
  socket,
}) => {
  const second = await reachForDesk(socket);
  const reader = createEmulatedReader(socket, systemClock);
  const lay: DeskWish = { wish: 'lay', file: world.card };
  for (const taker of [hand, second]) {
    const laid = hand.ask(lay);
    await new Promise((resolve) => setImmediate(resolve));
    await Promise.all([laid, taker.ask({ wish: 'take' })]);
    assert.is(await refusal(reader.open()), 'CARD_ABSENT');
  }
  second.close();
});

test('each of many wishes gets its own answer', async ({ hand, world }) => {
  const asked: Promise<unknown>[] = [
    hand.ask({ wish: 'lay', file: world.card }),
    hand.ask({ wish: 'turn', to: 7 }),
    hand.ask({ wish: 'lay', file: 'none.json' }),
    hand.ask({ wish: 'take' }),
  ];
  const answers = await Promise.allSettled(asked);
  const codes = answers.map((answer) => (answer.status === 'rejected' ? answer.reason.code : 'done'));
  assert.equal(codes, ['done', 'DESK_TURN_UNKNOWN', 'CARD_DOCUMENT_UNREADABLE', 'done']);
});

test.run();
