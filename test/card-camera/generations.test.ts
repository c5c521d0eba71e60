import sharp from 'sharp';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { cardPixels, cardSize } from '../../drivers/card-camera/emulated/card-layout.ts';
import { drawCardFace, faceLayouts, holderLines } from '../../drivers/card-camera/emulated/draw-card-face.ts';
import { printText, typefaces } from '../../drivers/card-camera/emulated/print-text.ts';
import { specimen } from '../camera/specimen.ts';

const test = suite('card generations and typefaces');
const { current, next } = faceLayouts;

test('a drawing without a look is of the current generation in BIZ UDPGothic', async () => {
  const card = await specimen();
  const stated = await drawCardFace(card, { generation: 'current', typeface: 'BIZ UDPGothic' });
  assert.ok((await drawCardFace(card)).equals(stated));
});

test('the next generation prints no sex: neither the word nor a pixel of it', async () => {
  const [woman, man] = [await specimen({ sex: '女' }), await specimen({ sex: '男' })];
  const drawn = (card: typeof woman, generation: 'current' | 'next') => drawCardFace(card, { generation });
  assert.ok((await drawn(woman, 'next')).equals(await drawn(man, 'next')));
  assert.not((await drawn(woman, 'current')).equals(await drawn(man, 'current')), 'today it is printed');
  assert.not(next.words.some(({ text }) => text.includes('性')));
});

test("the next generation prints a code of six digits, which begins with the card's own four", async () => {
  const card = await specimen();
  assert.is(codeOn(card, 'current'), '2285');
  assert.match(codeOn(card, 'next'), /^2285[0-9]{2}$/);
  assert.match(codeOn({ ...card, securityCode: '２２８５' }, 'next'), /^２２８５[０-９]{2}$/);
  const made = new Set(Array.from({ length: 20 }, (_, n) => codeOn({ ...card, name: `番号 ${n}` }, 'next')));
  assert.ok(made.size > 10, 'the two more come from what is printed');
});

test('both generations say the same else, and each field stands elsewhere on the next', async () => {
  const card = await specimen({ pinless: true });
  const said = (layout: typeof current | typeof next) => new Set(holderLines(card, layout).map(([text]) => text));
  for (const text of [card.name, card.birth, card.expiry, card.issuer, '顔認証']) {
    assert.ok(said(current).has(text), text);
    assert.ok(said(next).has(text), text);
  }
  for (const field of ['name', 'address', 'birth', 'expiry', 'securityCode', 'issuer'] as const) {
    const [today, then] = [current.fields[field], next.fields[field]];
    assert.ok(Math.hypot(today.x - then.x, today.middle - then.middle) > 2, `${field}: moved by more than 2 mm`);
  }
});

test('every place of the next generation is inside the card', () => {
  for (const place of [...Object.values(next.fields), ...next.words]) {
    const left = 'from' in place && place.from === 'right' ? place.x - place.room : place.x;
    assert.ok(left > 1 && left + place.room < cardSize.width - 1, JSON.stringify(place));
    assert.ok(place.middle - place.em / 2 > 1 && place.middle + place.em / 2 < cardSize.height - 1);
  }
  for (const { x, y, width, height } of Object.values(next.areas))
    assert.ok(x > 1 && y > 1 && x + width < cardSize.width - 1 && y + height < cardSize.height - 1);
});

for (const typeface of typefaces)
  for (const generation of ['current', 'next'] as const)
    test(`${generation} generation in ${typeface}: ID-1 at 300 dpi with alpha`, async () => {
      const { width, height, hasAlpha } = await sharp(
        await drawCardFace(await specimen(), { generation, typeface }),
      ).metadata();
      assert.equal([width, height, hasAlpha], [cardPixels.width, cardPixels.height, true]);
    });

test('each typeface and weight has shapes of its own', async () => {
  const lines = await Promise.all(
    typefaces.flatMap((typeface) =>
      (['regular', 'bold'] as const).map((weight) =>
        printText('令和7年 まで有効 0123456789', 40, '#000000', weight, typeface),
      ),
    ),
  );
  const shapes = new Set(lines.map((line) => `${line?.width} ${line?.data.toString('base64')}`));
  assert.is(shapes.size, 2 * typefaces.length);
});

function codeOn(card: Awaited<ReturnType<typeof specimen>>, generation: 'current' | 'next'): string {
  const layout = faceLayouts[generation];
  return holderLines(card, layout).find(([, place]) => place === layout.fields.securityCode)?.[0] ?? '';
}

test.run();
