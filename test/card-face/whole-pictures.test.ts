// time limit: 120 s
import sharp from 'sharp';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { seededRandom } from '../../drivers/camera/emulated/random.ts';
import type { MadeCard } from '../../drivers/card-camera/emulated/made-card.ts';
import type { CardFaceReader } from '../../firmware/card-face/reader.ts';
import { scanCardFace, usualRules } from '../../firmware/card-face/scan.ts';
import { loadReader } from './card-reader.ts';
import { madeCard, today } from './made-cards.ts';
import { drawOtherLayout } from './other-layout.ts';

const test = suite('pictures of card faces from elsewhere');

let reader: CardFaceReader;
test.before(async () => {
  reader = await loadReader();
});
test.after(() => reader.close());

/** What a picture given by hand makes: it is shown four times, as the same frame. */
async function codeOf(picture: Buffer): Promise<string> {
  async function* showings() {
    for (let at = 0; at < 4; at++) yield { jpeg: Buffer.from(picture), at };
  }
  const { code } = await scanCardFace(showings(), reader, { ...usualRules, today }, new AbortController().signal);
  return code.toString();
}

/** A card of another program: another layout and typeface, edge to edge, its corners square on white. */
async function drawing(card: MadeCard, width: number) {
  return sharp(await drawOtherLayout(card.face))
    .flatten({ background: '#fff' })
    .resize(width);
}

const forms = [
  ['a JPEG of 1012 pixels', 1012, 'jpeg'],
  ['a PNG of 856 pixels', 856, 'png'],
  ['a JPEG of 2024 pixels', 2024, 'jpeg'],
  ['a progressive JPEG of 1200 pixels', 1200, 'progressive'],
] as const;

for (const [index, [what, width, form]] of forms.entries()) {
  test(`[R04] ${what} that is a card from edge to edge, drawn in another typeface and layout, is read`, async () => {
    const card = madeCard(seededRandom(80 + index), index);
    const picture = await drawing(card, width);
    const bytes = form === 'png' ? picture.png() : picture.jpeg({ quality: 85, progressive: form === 'progressive' });
    assert.is(await codeOf(await bytes.toBuffer()), card.code, `${card.face.birth} ${card.face.expiry}`);
  });
}

test('[R04] a card on a white page, with a margin, is read', async () => {
  const card = madeCard(seededRandom(91), 1);
  const margin = { top: 90, bottom: 130, left: 140, right: 100, background: '#fff' };
  const picture = await sharp(await drawOtherLayout(card.face))
    .flatten({ background: '#fff' })
    .extend(margin);
  assert.is(await codeOf(await picture.jpeg().toBuffer()), card.code);
});

test('[R04] a picture in sixteen bits, in grey, or with clear corners is read as well', async () => {
  const card = madeCard(seededRandom(92), 1);
  const clear = await drawOtherLayout(card.face);
  const deep = await sharp(clear).flatten({ background: '#fff' }).toColourspace('rgb16').png().toBuffer();
  const grey = await sharp(clear).flatten({ background: '#fff' }).greyscale().jpeg().toBuffer();
  for (const picture of [clear, deep, grey]) assert.is(await codeOf(picture), card.code);
});

test.run();
