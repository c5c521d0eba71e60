import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Area } from '../../drivers/card-camera/emulated/card-layout.ts';
import { cardPixels, cardSize, pixelsPerMm } from '../../drivers/card-camera/emulated/card-layout.ts';
import { drawCardFace } from '../../drivers/card-camera/emulated/draw-card-face.ts';
import { currentGeneration } from '../../drivers/card-camera/emulated/layouts/current-generation.ts';
import { printText } from '../../drivers/card-camera/emulated/print-text.ts';
import { specimen } from './specimen.ts';

if (process.env.FONTCONFIG_FILE) {
  const drawn = await drawCardFace(await specimen());
  process.send?.(drawn.toString('base64'), () => process.exit());
}

const test = suite('drawn card face');
const { areas, fields, organNotes, words } = currentGeneration;
const usual = await grey(await drawCardFace(await specimen()));

test('the drawing is ID-1 at 300 dpi, clear outside the round corners', async () => {
  const { data, info } = await sharp(await drawCardFace(await specimen()))
    .raw()
    .toBuffer({ resolveWithObject: true });
  assert.equal([info.width, info.height, info.channels], [1012, 638, 4]);
  assert.ok(Math.abs(info.width / info.height - 85.6 / 53.98) < 0.001);
  assert.is(data[3], 0, 'the corner');
  assert.is(data[(319 * 1012 + 506) * 4 + 3], 255, 'the middle');
});

test('every place of text and picture is inside the card', () => {
  const inside = ({ x, y, width, height }: Area) =>
    x > 1 && y > 1 && x + width < cardSize.width - 1 && y + height < cardSize.height - 1;
  for (const [name, area] of Object.entries(areas)) assert.ok(inside(area), name);
  for (const place of [...Object.values(fields), ...words]) {
    const left = 'from' in place && place.from === 'right' ? place.x - place.room : place.x;
    assert.ok(
      inside({ x: left, y: place.middle - place.em / 2, width: place.room, height: place.em }),
      JSON.stringify(place),
    );
  }
  assert.ok(organNotes.lines.length * organNotes.pitch + organNotes.inset < areas.organNotes.height);
});

for (const [field, other] of [
  ['name', '数字 一郎'],
  ['address', '大阪府大阪市北区中之島1丁目3番20号'],
  ['sex', '男'],
  ['birth', '平成元年 1月 8日生'],
  ['expiry', '2029年 1月 8日まで有効'],
  ['securityCode', '9076'],
  ['issuer', '大阪市長'],
] as const)
  test(`${field} is printed at its place and nowhere else but in the maker's number`, async () => {
    const changed = await grey(await drawCardFace(await specimen({ [field]: other })));
    const places = [area(field), area('serial')];
    const [here, elsewhere] = differing(usual, changed, places[0] as Area, places);
    assert.ok(here > 100, `${here} pixels differ at its place`);
    assert.is(elsewhere, 0);
  });

test('a card without a PIN says so in the notes, and only there', async () => {
  const changed = await grey(await drawCardFace(await specimen({ pinless: true })));
  const [here, elsewhere] = differing(usual, changed, areas.signaturePanel, [areas.signaturePanel]);
  assert.ok(here > 100);
  assert.is(elsewhere, 0);
});

test('text of any length stays in its room, and markup is only text', async () => {
  const long = await specimen({
    name: 'WOLFESCHLEGELSTEINHAUSENBERGERDORFF <b>&amp;</b> MARIA',
    address: '京都府京都市東山区三条通南二筋目白川筋西入ル二丁目北木之元町'.repeat(3),
    securityCode: '●●●●',
  });
  const drawn = await grey(await drawCardFace(long));
  const places = [area('name'), area('address'), area('addressRest'), area('securityCode'), area('serial')];
  assert.is(differing(usual, drawn, places[0] as Area, places)[1], 0);
});

test('a machine without any font draws the same card', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'no-fonts-'));
  const config = join(folder, 'fonts.conf');
  writeFileSync(config, `<fontconfig><cachedir>${folder}</cachedir></fontconfig>`);
  const child = fork(process.argv[2] as string, [], { env: { ...process.env, FONTCONFIG_FILE: config } });
  const [png] = (await once(child, 'message')) as [string];
  await once(child, 'exit');
  rmSync(folder, { recursive: true });
  // Blurred, so that hinting, which the system's font settings decide, does not count.
  const soft = (drawn: Buffer) => sharp(drawn).blur(4).toBuffer().then(grey);
  const [usually, without] = await Promise.all([
    soft(await drawCardFace(await specimen())),
    soft(Buffer.from(png, 'base64')),
  ]);
  for (const name of ['name', 'address', 'birth', 'securityCode'] as const)
    assert.ok(
      furthest(usually, without, area(name)) < 40,
      `${name}: ${furthest(usually, without, area(name))} levels apart`,
    );
});

test('a line without ink is no line', async () => {
  assert.is(await printText('  ', 40, '#000000'), undefined);
});

test('a photo that is no picture: PICTURE_UNREADABLE', async () => {
  const error = await drawCardFace(await specimen({ photo: 'bm8gcGljdHVyZQ==' })).then(
    () => undefined,
    (cause: { code: string }) => cause,
  );
  assert.is(error?.code, 'PICTURE_UNREADABLE');
});

if (!process.env.FONTCONFIG_FILE) test.run();

function area(field: keyof typeof fields): Area {
  const place = fields[field];
  const left = 'from' in place && place.from === 'right' ? place.x - place.room : place.x;
  return { x: left - 0.2, y: place.middle - 0.65 * place.em, width: place.room + 0.4, height: 1.3 * place.em };
}

function grey(png: Buffer): Promise<Buffer> {
  return sharp(png).flatten({ background: '#fff' }).greyscale().raw().toBuffer();
}

/** Counts differing pixels inside `here`, and outside all of `places`. */
function differing(one: Buffer, other: Buffer, here: Area, places: readonly Area[]): [here: number, elsewhere: number] {
  let [inside, outside] = [0, 0];
  for (let y = 0, at = 0; y < cardPixels.height; y += 1)
    for (let x = 0; x < cardPixels.width; x += 1, at += 1) {
      if (one[at] === other[at]) continue;
      if (holds(here, x, y)) inside += 1;
      if (!places.some((place) => holds(place, x, y))) outside += 1;
    }
  return [inside, outside];
}

/** The largest difference inside `here`, in grey levels. */
function furthest(one: Buffer, other: Buffer, here: Area): number {
  return one.reduce((most, level, at) => {
    if (!holds(here, at % cardPixels.width, Math.floor(at / cardPixels.width))) return most;
    return Math.max(most, Math.abs(level - (other[at] as number)));
  }, 0);
}

function holds(area: Area, x: number, y: number): boolean {
  const [right, low] = [x / pixelsPerMm - area.x, y / pixelsPerMm - area.y];
  return right >= 0 && low >= 0 && right <= area.width && low <= area.height;
}
