import sharp from 'sharp';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { seededRandom } from '../../drivers/camera/emulated/random.ts';
import { partsOf } from '../../drivers/card/emulated/calendar.ts';
import { cardPixels, cardSize, pixelsPerMm } from '../../drivers/card-camera/emulated/card-layout.ts';
import type { OtherCardKind } from '../../drivers/card-camera/emulated/draw-other-card.ts';
import { drawOtherCard, otherCardKinds, otherCardLayouts } from '../../drivers/card-camera/emulated/draw-other-card.ts';
import type { FictionalHolder } from '../../drivers/card-camera/emulated/fictional-holder.ts';
import { fictionalHolder } from '../../drivers/card-camera/emulated/fictional-holder.ts';
import type { OtherCardLayout } from '../../drivers/card-camera/emulated/other-card-layout.ts';
import { qrLook } from '../../drivers/card-camera/emulated/qr-look.ts';

const test = suite('other cards');
const seeds = Array.from({ length: 200 }, (_, seed) => seed);

for (const kind of otherCardKinds) {
  test(`${kind}: ID-1 at 300 dpi, clear outside the round corners; a seed always gives the same, another another`, async () => {
    const [one, again, other] = await Promise.all([1, 1, 2].map((seed) => drawOtherCard(kind, seededRandom(seed))));
    const { data, info } = await sharp(one).raw().toBuffer({ resolveWithObject: true });
    assert.equal([info.width, info.height, info.channels], [cardPixels.width, cardPixels.height, 4]);
    assert.is(data[3], 0, 'the corner');
    assert.is(data[(319 * 1012 + 506) * 4 + 3], 255, 'the middle');
    assert.ok(one?.equals(again as Buffer));
    assert.not(one?.equals(other as Buffer));
  });

  test(`${kind}: every place is inside the card, every line has ink`, () => {
    const layout: OtherCardLayout = otherCardLayouts[kind];
    for (const place of layout.words) {
      const left = place.from === 'right' ? place.x - place.room : place.x;
      assert.ok(left > 1 && left + place.room < cardSize.width - 1, JSON.stringify(place));
      assert.ok(place.middle - place.em / 2 > 1 && place.middle + place.em / 2 < cardSize.height - 1);
    }
    for (const { x, y, width, height } of [layout.photo, layout.qrCode].filter((area) => area !== undefined))
      assert.ok(x > 1 && y > 1 && x + width < cardSize.width - 1 && y + height < cardSize.height - 1);
    for (const line of linesOf(kind, holderOf(kind, 1))) assert.ok(line.trim().length > 0);
  });
}

test('the kinds differ from one another', async () => {
  const drawn = await Promise.all(otherCardKinds.map((kind) => drawOtherCard(kind, seededRandom(1))));
  assert.is(new Set(drawn.map((card) => card.toString('base64'))).size, 5);
});

test('the back carries no number but 0000 0000 0000', () => {
  for (const seed of seeds) {
    const lines = linesOf('my-number-card-back', holderOf('my-number-card-back', seed));
    const numbers = lines.filter((line) => /^\d{4} ?\d{4} ?\d{4}$/.test(line));
    assert.equal(numbers, ['0000 0000 0000']);
  }
});

test('a driving licence ends a month after a birthday, told in both calendars', () => {
  for (const seed of seeds) {
    const holder = holderOf('driving-licence', seed);
    const ends = linesOf('driving-licence', holder).flatMap(
      (line) => /^(\d{4})年\(令和(\d{2})年\)(\d{2})月(\d{2})日まで有効$/.exec(line)?.slice(1).map(Number) ?? [],
    );
    const [year = 0, eraYear = 0, month = 0, day] = ends;
    const birth = partsOf(holder.birth);
    assert.is(year - 2018, eraYear);
    assert.is(month, (birth.month % 12) + 1);
    assert.is(day, birth.day);
    assert.ok(year > partsOf(holder.issued).year);
  }
});

test('a 住基カード has run out: none was issued after 2015', () => {
  for (const seed of seeds) {
    const ends = linesOf('juki-card', holderOf('juki-card', seed)).find((line) => line.endsWith('まで有効'));
    assert.match(ends ?? '', /^20(1[5-9]|2[0-5])年[ 1]\d月[ 12]\d日まで有効$/);
  }
});

test('the QR symbol has three finder patterns and its timing (ISO/IEC 18004), and random modules else', async () => {
  const area = { x: 0, y: 0, width: 370 / pixelsPerMm, height: 370 / pixelsPerMm };
  const modules = async (seed: number) => {
    const { data } = await sharp(qrLook(area, seededRandom(seed)))
      .greyscale()
      .raw()
      .toBuffer({ resolveWithObject: true });
    return (x: number, y: number) => ((data[((y + 4) * 10 + 5) * 370 + (x + 4) * 10 + 5] as number) < 128 ? 1 : 0);
  };
  const [one, other] = [await modules(1), await modules(2)];
  for (const [x, y] of [
    [0, 0],
    [22, 0],
    [0, 22],
  ] as const) {
    assert.equal(
      Array.from({ length: 7 }, (_, step) => one(x + step, y + 3)),
      [1, 0, 1, 1, 1, 0, 1],
    );
    assert.equal(
      Array.from({ length: 7 }, (_, step) => one(x + 3, y + step)),
      [1, 0, 1, 1, 1, 0, 1],
    );
  }
  for (let step = 8; step <= 20; step += 1)
    assert.equal([one(step, 6), one(6, step)], [1 - (step % 2), 1 - (step % 2)]);
  const differing = Array.from({ length: 13 * 29 }, (_, at) => [8 + (at % 13), Math.floor(at / 13)] as const).filter(
    ([x, y]) => one(x, y) !== other(x, y),
  );
  assert.ok(differing.length > 100, `${differing.length} of 377 modules differ`);
});

function holderOf(kind: OtherCardKind, seed: number): FictionalHolder {
  return fictionalHolder(seededRandom(seed), otherCardLayouts[kind].issued);
}

function linesOf(kind: OtherCardKind, holder: FictionalHolder): string[] {
  const layout: OtherCardLayout = otherCardLayouts[kind];
  return layout.words.map(({ text }) => (typeof text === 'string' ? text : text(holder)));
}

test.run();
