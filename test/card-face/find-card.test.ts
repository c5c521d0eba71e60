import sharp from 'sharp';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Random } from '../../drivers/camera/emulated/random.ts';
import { between, seededRandom } from '../../drivers/camera/emulated/random.ts';
import { drawCardFace } from '../../drivers/card-camera/emulated/draw-card-face.ts';
import { decodeFrame } from '../../firmware/card-face/decode-frame.ts';
import { findCard } from '../../firmware/card-face/find-card.ts';
import { cardSize, cardToFrame, mapPoint } from '../../firmware/card-face/geometry.ts';
import { pyramid } from '../../firmware/card-face/grey.ts';
import { liftPart } from '../../firmware/card-face/rectify.ts';
import { Traces } from '../../firmware/card-face/traces.ts';
import type { Scene } from './laid-card.ts';
import { cleanScene, framesOf } from './laid-card.ts';
import { madeCard } from './made-cards.ts';
import { inSleeve } from './other-cards.ts';

const test = suite('finding the card');

/** How far the worst corner is off, frame pixels; undefined when no card is found. */
async function worstCorner(laid: Buffer, scene: Scene, corners: Scene['corners'], random: Random) {
  const [frame] = await framesOf(laid, scene, 1, random);
  const traces = new Traces();
  const grey = await decodeFrame(frame?.jpeg ?? Buffer.alloc(0), traces);
  assert.ok(grey);
  const small = pyramid(grey, 400, traces).at(-1) ?? grey;
  const found = findCard(small, traces);
  if (!found || found.quarterTurned) return undefined;
  const scale = grey.width / small.width;
  return Math.max(
    ...corners.map(([x, y], n) => {
      const at = found.corners[n] ?? { x: 0, y: 0 };
      return Math.hypot(at.x * scale - x, at.y * scale - y);
    }),
  );
}

/** A clean scene with the card turned by up to `turn` degrees, its corners pulled about by up to `pull` pixels. */
function turnedScene(random: Random, turn: number, pull: number): Scene {
  const angle = (between(random, -turn, turn) * Math.PI) / 180;
  const [midX, midY] = [640 + between(random, -25, 25), 400 + between(random, -25, 25)];
  const corners = [
    [-506, -319],
    [506, -319],
    [506, 319],
    [-506, 319],
  ].map(([x = 0, y = 0]) => {
    const [turnedX, turnedY] = [x * Math.cos(angle) - y * Math.sin(angle), x * Math.sin(angle) + y * Math.cos(angle)];
    return [midX + 0.9 * turnedX + between(random, -pull, pull), midY + 0.9 * turnedY + between(random, -pull, pull)];
  }) as [number, number][];
  return { ...cleanScene(random), corners };
}

const drawn = () => drawCardFace(madeCard(seededRandom(2), 2).face);

const views = [
  ['laid straight', 3, 9, undefined, 3],
  ['turned by up to 20°, in strong perspective', 20, 24, undefined, 4],
  ['on a bed nearly as light as they are', 6, 9, 200, 4],
] as const;

for (const [what, turn, pull, bed, most] of views) {
  test(`[R04] the corners of 10 cards ${what}: found to ${most} pixels of a 1280-pixel frame`, async () => {
    const card = await drawn();
    for (let n = 0; n < 10; n++) {
      const random = seededRandom(900 + n);
      const scene = { ...turnedScene(random, turn, pull), ...(bed === undefined ? {} : { bed }) };
      const off = await worstCorner(card, scene, scene.corners, random);
      assert.ok(off !== undefined && off < most, `scene ${n}: ${off?.toFixed(1)} pixels off`);
    }
  });
}

/** Something dark over the edge of the card and the bed beside it: drawn with the card, around which a margin is clear. */
async function withFinger(card: Buffer, finger: string): Promise<Buffer> {
  const svg = Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="1132" height="758">${finger}</svg>`);
  const wider = await sharp(card)
    .extend({ top: 60, bottom: 60, left: 60, right: 60, background: '#0000' })
    .png()
    .toBuffer();
  return sharp(wider)
    .composite([{ input: svg }])
    .png()
    .toBuffer();
}

/** A hand's own edge may be taken for the card's where the ratio allows it: near enough to read by, for fields are found by what they are. */
const fingers = [
  ['a finger over a part of the lower edge', '<ellipse cx="500" cy="740" rx="90" ry="150" fill="#c98f74"/>', 5],
  ['a hand over all of the right edge', '<rect x="1010" y="-20" width="140" height="800" fill="#8a5f4c"/>', 65],
  ['a hand over all of the lower edge', '<rect x="-20" y="650" width="1180" height="130" fill="#8a5f4c"/>', 65],
] as const;

for (const [what, finger, most] of fingers) {
  test(`[R06] ${what}: the other edges and the ratio tell where the card is, to ${most} pixels`, async () => {
    const held = await withFinger(await drawn(), finger);
    for (let n = 0; n < 4; n++) {
      const random = seededRandom(700 + n);
      const scene = turnedScene(random, 6, 4);
      const [card, around] = [scene.corners, enlarged(scene.corners)];
      const off = await worstCorner(held, { ...scene, corners: around }, card, random);
      assert.ok(off !== undefined && off < most, `scene ${n}: ${off?.toFixed(1)} pixels off`);
    }
  });
}

/** The corners of the card's margin of 60 pixels, when the card's own are these. */
function enlarged([a, b, c, d]: Scene['corners']): Scene['corners'] {
  assert.ok(a && b && c && d);
  const map = cardToFrame([point(a), point(b), point(c), point(d)]);
  return [
    [-60, -60],
    [1072, -60],
    [1072, 698],
    [-60, 698],
  ].map(([x = 0, y = 0]) => {
    const at = mapPoint(map, { x, y });
    return [at.x, at.y] as const;
  });
}

const point = ([x, y]: readonly [number, number]) => ({ x, y });

test("[R06] of a sleeve's two outlines the inner one is the card", async () => {
  for (let n = 0; n < 5; n++) {
    const random = seededRandom(800 + n);
    const scene = turnedScene(random, 3, 4);
    const sleeve = enlarged(scene.corners); // 60 pixels around, of which the film has 30 and 34
    const film = await sharp(await inSleeve(await drawn(), random))
      .extend({ top: 26, bottom: 26, left: 30, right: 30, background: '#0000' })
      .png()
      .toBuffer();
    const off = await worstCorner(film, { ...scene, corners: sleeve }, scene.corners, random);
    assert.ok(off !== undefined && off < 6, `scene ${n}: ${off?.toFixed(1)} pixels off`);
  }
});

const leaning = [
  { x: 100, y: 80 },
  { x: 1150, y: 110 },
  { x: 1120, y: 720 },
  { x: 90, y: 700 },
] as const;

test('the map carries the corners of a card to those in the frame', () => {
  const map = cardToFrame(leaning);
  const { width, height } = cardSize;
  const corners = [
    [0, 0],
    [width, 0],
    [width, height],
    [0, height],
  ] as const;
  for (const [index, [x, y]] of corners.entries()) {
    const to = mapPoint(map, { x, y });
    assert.ok(Math.hypot(to.x - (leaning[index]?.x ?? 0), to.y - (leaning[index]?.y ?? 0)) < 1e-6);
  }
});

test('a lifted part holds what the map points to', () => {
  const traces = new Traces();
  const [width, height] = [1280, 800];
  const slope = {
    data: Uint8Array.from({ length: width * height }, (_, at) => ((at % width) * 255) / width),
    width,
    height,
  };
  const map = cardToFrame(leaning);
  const lifted = liftPart([slope], map, { x: 200, y: 100, width: 300, height: 50 }, 60, 10, traces);
  for (const [u, v] of [
    [0, 0],
    [59, 9],
    [30, 5],
  ] as const) {
    const at = mapPoint(map, { x: 200 + (u + 0.5) * 5, y: 100 + (v + 0.5) * 5 });
    assert.ok(Math.abs((lifted.data[v * 60 + u] ?? 0) - (at.x * 255) / width) < 2, `${u},${v}`);
  }
});

test('[R42] wiping the traces zeroes every picture made on the way', () => {
  const traces = new Traces();
  const grey = { data: traces.keep(new Uint8Array(1280 * 800).fill(200)), width: 1280, height: 800 };
  const levels = pyramid(grey, 400, traces);
  const lifted = liftPart(levels, cardToFrame(leaning), { x: 0, y: 0, ...cardSize }, 506, 319, traces);
  assert.ok([...levels, lifted].every(({ data }) => data.some((value) => value > 0)));
  traces.wipe();
  assert.ok([...levels, lifted].every(({ data }) => data.every((value) => value === 0)));
});

test.run();
