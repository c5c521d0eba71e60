// time limit: 180 s
import sharp from 'sharp';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { seededRandom } from '../../drivers/camera/emulated/random.ts';
import { drawCardFace } from '../../drivers/card-camera/emulated/draw-card-face.ts';
import type { CardFaceReader } from '../../firmware/card-face/reader.ts';
import type { Glance } from '../../firmware/card-face/reading.ts';
import { wipeReading } from '../../firmware/card-face/reading.ts';
import { loadReader } from './card-reader.ts';
import type { Scene } from './laid-card.ts';
import { cleanScene, framesOf } from './laid-card.ts';
import { madeCard } from './made-cards.ts';
import { drawBack, drawOtherCard, inSleeve, otherCards } from './other-cards.ts';

const test = suite('told apart');

const layings = 3;

let reader: CardFaceReader;
let card: Buffer;
test.before(async () => {
  reader = await loadReader();
  card = await drawCardFace(madeCard(seededRandom(1), 1).face);
});
test.after(() => reader.close());

/** What is said of a drawing, laid anew each time. */
async function said(drawing: (n: number) => Promise<Buffer>, change: (scene: Scene) => Scene, after = asItIs) {
  const reasons: string[] = [];
  for (let n = 0; n < layings; n++) {
    const random = seededRandom(500 + n);
    const [frame] = await framesOf(await drawing(n), change(cleanScene(random)), 1, random);
    reasons.push(await reasonOf(await after(frame?.jpeg ?? Buffer.alloc(0))));
  }
  return reasons;
}

async function reasonOf(jpeg: Buffer, glance: Glance = {}): Promise<string> {
  const reading = await reader.read({ jpeg, at: 0 }, glance);
  wipeReading(reading);
  return reading.outcome === 'read' ? 'read' : reading.reason;
}

const asItIs = async (jpeg: Buffer) => jpeg;
const unchanged = (scene: Scene) => scene;
const itself = async () => card;
const all = (reason: string) => Array.from({ length: layings }, () => reason);

/** The scene's corners moved one by one about the frame's middle. */
const corners = (move: (x: number, y: number) => readonly [number, number]) => (scene: Scene) => ({
  ...scene,
  corners: scene.corners.map(([x, y]) => {
    const [dx, dy] = move(x - 640, y - 400);
    return [640 + dx, 400 + dy] as const;
  }),
});

/** Ellipses or strokes over a drawn card. */
const over = (svg: string) => async () =>
  sharp(card)
    .composite([
      {
        input: Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="1012" height="638">${svg}</svg>`),
        blend: 'atop',
      },
    ])
    .png()
    .toBuffer();

test('the card that the others are made of is read', async () => {
  assert.equal(await said(itself, unchanged), all('read'));
});

for (const kind of Object.keys(otherCards) as (keyof typeof otherCards)[]) {
  test(`[R06] a ${kind} with dates and a code as a My Number Card has them is no My Number Card`, async () => {
    assert.equal(await said(() => drawOtherCard(kind), unchanged), all('not-my-number-card'));
  });
}

test('[R06] the back, laid straight, on its head or turned by 15°, is told by its QR code', async () => {
  const back = (n: number) => drawBack(seededRandom(n));
  assert.equal(await said(back, unchanged), all('back-side'));
  const onItsHead = corners((x, y) => [-x, -y]);
  assert.equal(await said(back, onItsHead), all('back-side'));
  const turned = corners((x, y) => [0.9 * (0.966 * x - 0.259 * y), 0.9 * (0.259 * x + 0.966 * y)]);
  assert.equal(await said(back, turned), all('back-side'));
});

test('[R42] nothing on the back is recognised: not a single line goes to the model', async () => {
  const times: number[] = [];
  for (const drawing of [await drawBack(seededRandom(1)), card]) {
    const random = seededRandom(9);
    const [frame] = await framesOf(drawing, cleanScene(random), 1, random);
    const reading = await reader.read({ jpeg: frame?.jpeg ?? Buffer.alloc(0), at: 0 });
    times.push(reading.fields ? 1 : 0);
    wipeReading(reading);
  }
  assert.equal(times, [0, 1]);
});

test('[R06] a quarter turn, whole in the frame or running out of it, is told', async () => {
  assert.equal(
    await said(
      itself,
      corners((x, y) => [-y, x]),
    ),
    all('wrong-way-round'),
  );
  assert.equal(
    await said(
      itself,
      corners((x, y) => [0.7 * y, -0.7 * x]),
    ),
    all('wrong-way-round'),
  );
});

test('[R06] a card on its head that cannot be read is told to lie on its head', async () => {
  const withoutCode = over('<rect x="700" y="370" width="160" height="70" fill="#f4dcdc"/>');
  const onItsHead = corners((x, y) => [-x, -y]);
  assert.equal(await said(withoutCode, onItsHead), all('upside-down'));
});

test('[R18] a sleeve whose glare hides a field is told by its second outline', async () => {
  const sleeved = async (n: number) => inSleeve(await over(glareOn(790, 405))(), seededRandom(n));
  const larger = corners((x, y) => [1.06 * x, 1.06 * y]);
  assert.equal(await said(sleeved, larger), all('in-sleeve'));
});

const glareOn = (x: number, y: number) => `<defs><radialGradient id="lamp"><stop offset="0.6" stop-color="#fff"/>
  <stop offset="1" stop-color="#fff" stop-opacity="0"/></radialGradient></defs><ellipse cx="${x}" cy="${y}" rx="110" ry="60" fill="url(#lamp)"/>`;

test('[R18] glare on a field is told', async () => {
  const bright = (scene: Scene) => ({ ...scene, shade: 1 });
  assert.equal(await said(over(glareOn(790, 405)), bright), all('glare'));
  assert.equal(await said(over(glareOn(480, 348)), bright), all('glare'));
});

test('[R18] a card far out of focus is told', async () => {
  assert.equal(await said(itself, (scene) => ({ ...scene, blur: 8 })), all('blurred'));
});

test('[R18] a card smeared by its movement, or elsewhere than in the frame before and not read, is moving', async () => {
  assert.equal(await said(itself, unchanged, smeared), all('moving'));
  const random = seededRandom(3);
  const scene = cleanScene(random);
  const [frame] = await framesOf(await over(glareOn(790, 405))(), { ...scene, shade: 1 }, 1, random);
  const [a, b, c, d] = scene.corners.map(([x, y]) => ({ x: x + 60, y: y + 40 }));
  assert.ok(frame && a && b && c && d);
  const lying = { corners: [a, b, c, d] as const, halfTurned: false, places: [] };
  assert.is(await reasonOf(frame.jpeg, { lying }), 'moving');
});

/** Drawn out over 41 pixels from left to right. */
function smeared(jpeg: Buffer): Promise<Buffer> {
  const row = new Array<number>(41).fill(1);
  const none = new Array<number>(41).fill(0);
  return sharp(jpeg)
    .toColourspace('b-w')
    .convolve({ width: 41, height: 3, kernel: [...none, ...row, ...none] })
    .jpeg()
    .toBuffer();
}

test('[R18] print rubbed off under a sharp picture is worn', async () => {
  const strokes = Array.from({ length: 30 }, (_, n) => {
    const x = 345 + n * 12;
    return `<line x1="${x}" y1="385" x2="${x + 16}" y2="435" stroke="#f6dcdf" stroke-width="7"/>`;
  });
  assert.equal(await said(over(strokes.join('')), unchanged), all('worn'));
});

test('[R06] a card without any of the fields says so', async () => {
  const blank = sharp({ create: { width: 1012, height: 638, channels: 4, background: '#f8dfe0' } })
    .png()
    .toBuffer();
  assert.equal(await said(() => blank, unchanged), all('fields-missing'));
});

test('[R18] no card, and a lamp that is out, are told', async () => {
  const random = seededRandom(4);
  const scene = cleanScene(random);
  const [empty] = await framesOf(undefined, { ...scene, bed: 60 }, 1, random);
  assert.is(await reasonOf(empty?.jpeg ?? Buffer.alloc(0)), 'no-card');
  const [frame] = await framesOf(card, scene, 1, random);
  const dim = await sharp(frame?.jpeg).linear(0.01, 0).jpeg().toBuffer();
  assert.is(await reasonOf(dim), 'too-dark');
});

test.run();
