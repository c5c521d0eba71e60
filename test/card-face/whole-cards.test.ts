// time limit: 300 s
import sharp from 'sharp';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Frame } from '../../drivers/camera/contract.ts';
import type { Random } from '../../drivers/camera/emulated/random.ts';
import { seededRandom } from '../../drivers/camera/emulated/random.ts';
import { drawCardFace } from '../../drivers/card-camera/emulated/draw-card-face.ts';
import type { CardFaceReader } from '../../firmware/card-face/reader.ts';
import { scanCardFace, usualRules } from '../../firmware/card-face/scan.ts';
import { CodedError } from '../../firmware/records/coded-error.ts';
import { loadReader } from './card-reader.ts';
import { cleanScene, framesOf } from './laid-card.ts';
import { madeCard, today } from './made-cards.ts';
import { drawOtherLayout } from './other-layout.ts';

const test = suite('whole cards');

let reader: CardFaceReader;
test.before(async () => {
  reader = await loadReader();
});
test.after(() => reader.close());

const cleanCards = 66;
const scratchedCards = 12;
const otherCards = 10;
const framesEach = 4;

/** Scans the frames: the value, or why there is none. */
async function scan(frames: readonly Frame[]): Promise<string> {
  async function* camera() {
    yield* frames;
  }
  try {
    const { code } = await scanCardFace(camera(), reader, { ...usualRules, today }, new AbortController().signal);
    return code.toString('ascii');
  } catch (error) {
    if (error instanceof CodedError) return error.detail ?? error.code;
    throw error;
  }
}

test(`[R04] ${cleanCards} cards of all eras, 元年, leap days, foreign residents, both widths of digits: read right on a clean scan, none wrong`, async () => {
  const unread: string[] = [];
  for (let index = 0; index < cleanCards; index++) {
    const random = seededRandom(40_000 + index);
    const { face, code } = madeCard(random, index);
    const frames = await framesOf(await drawCardFace(face), cleanScene(random), framesEach, random);
    const said = await scan(frames);
    const whose = `card ${index}: ${face.birth} ${face.expiry} ${face.securityCode}`;
    if (/^[0-9]/.test(said)) assert.is(said, code, whose);
    else unread.push(`${whose}: ${said}`);
  }
  assert.ok(unread.length <= 1, unread.join('\n'));
});

test(`[R06] ${scratchedCards} scratched cards in soft focus: read right or not read, none wrong`, async () => {
  let readCards = 0;
  for (let index = 0; index < scratchedCards; index++) {
    const random = seededRandom(50_000 + index);
    const { face, code } = madeCard(random, index);
    const scratched = await withScratches(await drawCardFace(face), random);
    const frames = await framesOf(scratched, { ...cleanScene(random), blur: 1.4, noise: 9 }, 3, random);
    const said = await scan(frames);
    if (!/^[0-9]/.test(said)) continue;
    assert.is(said, code, `card ${index}: ${face.birth} ${face.expiry} ${face.securityCode}`);
    readCards++;
  }
  assert.ok(readCards > 0 && readCards < scratchedCards, `${readCards} read: these scratches show nothing`);
});

test(`[R04] ${otherCards} cards of another layout and typeface: read by what the fields are, none wrong`, async () => {
  for (let index = 0; index < otherCards; index++) {
    const random = seededRandom(60_000 + index);
    const { face, code } = madeCard(random, index);
    const frames = await framesOf(await drawOtherLayout(face), cleanScene(random), framesEach, random);
    assert.is(await scan(frames), code, `card ${index}: ${face.birth} ${face.expiry} ${face.securityCode}`);
  }
});

/** Dark and bright strokes anywhere on the card. */
async function withScratches(card: Buffer, random: Random): Promise<Buffer> {
  const strokes = Array.from({ length: 55 }, () => {
    const [x, y] = [random() * 1012, random() * 638];
    const [dx, dy] = [(random() - 0.5) * 110, (random() - 0.5) * 110];
    const ink = random() < 0.5 ? '#fff' : '#333';
    return `<line x1="${x}" y1="${y}" x2="${x + dx}" y2="${y + dy}" stroke="${ink}" stroke-width="${1 + random() * 4}"/>`;
  });
  const drawing = Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="1012" height="638">${strokes.join('')}</svg>`,
  );
  return sharp(card)
    .composite([{ input: drawing }])
    .png()
    .toBuffer();
}

test.run();
