import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { seededRandom } from '../../drivers/camera/emulated/random.ts';
import { drawCardFace } from '../../drivers/card-camera/emulated/draw-card-face.ts';
import { decodeFrame } from '../../firmware/card-face/decode-frame.ts';
import { findCard } from '../../firmware/card-face/find-card.ts';
import { cardSize, cardToFrame, mapPoint } from '../../firmware/card-face/geometry.ts';
import { pyramid } from '../../firmware/card-face/grey.ts';
import { liftPart } from '../../firmware/card-face/rectify.ts';
import { Traces } from '../../firmware/card-face/traces.ts';
import { cleanScene, framesOf } from './laid-card.ts';
import { madeCard } from './made-cards.ts';

const test = suite('finding the card');

test('[R04] the corners of 10 laid cards are found to three pixels of a 1280-pixel frame', async () => {
  const card = await drawCardFace(madeCard(seededRandom(2), 2).face);
  for (let n = 0; n < 10; n++) {
    const random = seededRandom(900 + n);
    const scene = cleanScene(random);
    const [frame] = await framesOf(card, scene, 1, random);
    const traces = new Traces();
    const grey = await decodeFrame(frame?.jpeg ?? Buffer.alloc(0), traces);
    assert.ok(grey);
    const small = pyramid(grey, 400, traces).at(-1) ?? grey;
    const quad = findCard(small, traces)?.corners;
    assert.ok(quad, `scene ${n}`);
    const scale = grey.width / small.width;
    for (const [index, [x, y]] of scene.corners.entries()) {
      const found = quad[index] ?? { x: 0, y: 0 };
      const off = Math.hypot(found.x * scale - x, found.y * scale - y);
      assert.ok(off < 3, `scene ${n}, corner ${index}: ${off.toFixed(1)} pixels off`);
    }
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
