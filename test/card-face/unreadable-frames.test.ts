// time limit: 120 s
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { between, seededRandom } from '../../drivers/camera/emulated/random.ts';
import { drawCardFace } from '../../drivers/card-camera/emulated/draw-card-face.ts';
import type { CardFaceReader } from '../../firmware/card-face/reader.ts';
import { projectHome } from '../../firmware/device/home.ts';
import { loadReader } from './card-reader.ts';
import { cleanScene, framesOf } from './laid-card.ts';
import { madeCard } from './made-cards.ts';

const test = suite('unreadable frames');

let reader: CardFaceReader;
let card: Buffer;
let cardCode: string;
test.before(async () => {
  reader = await loadReader();
  const made = madeCard(seededRandom(1), 1);
  card = await drawCardFace(made.face);
  cardCode = made.code;
});
test.after(() => reader.close());

/** What the reader says of a frame: its reason, or the value. */
async function saidOf(jpeg: Buffer): Promise<string> {
  const reading = await reader.read({ jpeg, at: 0 });
  return reading.outcome === 'read' ? reading.code.toString('ascii') : reading.reason;
}

async function frameOf(laid: Buffer | undefined, change: Partial<ReturnType<typeof cleanScene>>): Promise<Buffer> {
  const random = seededRandom(7);
  const [frame] = await framesOf(laid, { ...cleanScene(random), ...change }, 1, random);
  return frame?.jpeg ?? Buffer.alloc(0);
}

test('the card that the others are made from is read', async () => {
  assert.is(await saidOf(await frameOf(card, {})), cardCode);
});

test('[R06] an empty bed, dark or bright: no card', async () => {
  assert.is(await saidOf(await frameOf(undefined, { bed: 60 })), 'no-card');
  assert.is(await saidOf(await frameOf(undefined, { bed: 230 })), 'no-card');
});

test("[R06] the outline of the card's place drawn on an empty bed is no card", async () => {
  const outline = Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="1280" height="800"><rect width="1280" height="800" fill="#26292d"/>
     <rect x="110" y="60" width="1060" height="668" rx="40" fill="none" stroke="#aab" stroke-width="5"/></svg>`,
  );
  assert.is(await saidOf(await sharp(outline).jpeg().toBuffer()), 'no-card');
});

test('[R06] the lamp is out: too dark', async () => {
  assert.is(await saidOf(await frameOf(card, { bed: 4, shade: 0.02, shadeTurn: 0 }).then(dimmed)), 'too-dark');
});

async function dimmed(jpeg: Buffer): Promise<Buffer> {
  return sharp(jpeg).linear(0.03, 0).jpeg().toBuffer();
}

test('[R06] a card far out of focus: blurred', async () => {
  assert.is(await saidOf(await frameOf(card, { blur: 9 })), 'blurred');
});

test('[R06] a blank card: its fields are missing', async () => {
  const blank = await sharp({ create: { width: 1012, height: 638, channels: 4, background: '#f8dfe0' } })
    .composite([
      { input: { text: { text: '<span size="60000">会員証 2029年</span>', rgba: true } }, left: 60, top: 200 },
    ])
    .png()
    .toBuffer();
  assert.is(await saidOf(await frameOf(blank, {})), 'fields-missing');
});

test('[R04] a card upside down is read', async () => {
  const turned = await sharp(card).rotate(180).png().toBuffer();
  assert.is(await saidOf(await frameOf(turned, {})), cardCode);
});

test('[R06] a card held by its edge, a hand over all of the right side or the lower one, is read', async () => {
  for (const hand of ['x="940" y="-20" width="90" height="700"', 'x="-20" y="590" width="1060" height="60"']) {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1012" height="638"><rect ${hand} fill="#8a5f4c"/></svg>`;
    const held = await sharp(card)
      .composite([{ input: Buffer.from(svg) }])
      .png()
      .toBuffer();
    assert.is(await saidOf(await frameOf(held, {})), cardCode);
  }
});

test('[R04] cards turned by up to 20° in strong perspective, on their heads too, are read', async () => {
  for (let n = 0; n < 6; n++) {
    const random = seededRandom(70 + n);
    const angle = (between(random, -20, 20) * Math.PI) / 180 + (n % 2) * Math.PI;
    const pull = () => between(random, -22, 22);
    const corners = cleanScene(random).corners.map(([x, y]) => {
      const [dx, dy] = [0.86 * (x - 640), 0.86 * (y - 400)];
      const [turnedX, turnedY] = [
        dx * Math.cos(angle) - dy * Math.sin(angle),
        dx * Math.sin(angle) + dy * Math.cos(angle),
      ];
      return [640 + turnedX + pull(), 400 + turnedY + pull()] as const;
    });
    assert.is(await saidOf(await frameOf(card, { corners })), cardCode, `${n}`);
  }
});

test('[R06] a portrait, and a picture of noise, are no cards', async () => {
  const portrait = readFileSync(join(projectHome(), 'drivers/desk/portraits/grace-hopper.jpg'));
  assert.not.match(await saidOf(portrait), /^[0-9]/);
  const random = seededRandom(3);
  const noise = Buffer.from(Array.from({ length: 1280 * 800 }, () => random() * 256));
  const jpeg = await sharp(noise, { raw: { width: 1280, height: 800, channels: 1 } })
    .jpeg()
    .toBuffer();
  assert.is(await saidOf(jpeg), 'no-card');
});

test('bytes that are no picture, a picture cut short, one too small and one too large: broken frames', async () => {
  const whole = await frameOf(card, {});
  const flat = (width: number, height: number) =>
    sharp({ create: { width, height, channels: 3, background: '#444' } })
      .jpeg()
      .toBuffer();
  const frames = {
    empty: Buffer.alloc(0),
    zeroes: Buffer.alloc(5000),
    text: Buffer.from('no picture'),
    'a drawing': Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="900" height="900"/>'),
    'cut short': whole.subarray(0, whole.length / 2),
    'too small': await flat(160, 120),
    'too large': await flat(4000, 3000),
  };
  for (const [what, jpeg] of Object.entries(frames)) assert.is(await saidOf(jpeg), 'frame-broken', what);
});

test('60 frames with bytes changed at random: no crash, nothing misread', async () => {
  const random = seededRandom(11);
  const whole = await frameOf(card, {});
  for (let n = 0; n < 60; n++) {
    const spoilt = Buffer.from(whole);
    for (let hits = 1 + Math.floor(random() * 8); hits > 0; hits--)
      spoilt[Math.floor(random() * spoilt.length)] = random() * 256;
    const said = await saidOf(spoilt);
    if (/^[0-9]/.test(said)) assert.is(said, cardCode);
  }
});

test.run();
