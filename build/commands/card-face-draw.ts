import { writeFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { type Random, seededRandom } from '../../drivers/camera/emulated/random.ts';
import {
  type DisturbanceKind,
  type Disturbances,
  disturbanceKinds,
  ordinaryDisturbances,
} from '../../drivers/card-camera/emulated/disturbances.ts';
import { drawCardFace } from '../../drivers/card-camera/emulated/draw-card-face.ts';
import { drawOtherCard, otherCardKinds } from '../../drivers/card-camera/emulated/draw-other-card.ts';
import { layScene } from '../../drivers/card-camera/emulated/lay-scene.ts';
import { madeCard } from '../../drivers/card-camera/emulated/made-card.ts';
import { type Typeface, typefaces } from '../../drivers/card-camera/emulated/print-text.ts';
import { dayInJapan } from '../../firmware/card-face/calendar.ts';
import { systemClock } from '../../firmware/device/system-clock.ts';
import { cardPictureFault } from '../card-face/faults.ts';
import { type Command, WrongUse } from './command.ts';
import { count } from './count.ts';
import { oneOf } from './one-of.ts';

const generations = ['current', 'next'] as const;
export const cardFaceDraw: Command = {
  summary: 'draw a fictional card as the card camera sees it',
  help: `kazasu card-face draw [--out FILE] [--seed N] [--disturb NAME=STRENGTH,…] [--generation GENERATION]
                       [--typeface TYPEFACE] [--other KIND] [--flat] [--json]

Draws a frame of the card camera with a card of a random fictional holder on the bed; the same seed draws the same picture.

  --out         a .jpg or .png file (default: card-face.jpg, with --flat card-face.png)
  --seed        chooses the holder and how the card lies (default: 1)
  --disturb     what spoils the view, and how much (0 not at all, 1 usual, 2 to 3 strong): ${disturbanceKinds.join(', ')};
                'none' for none. Default: the ordinary mixture of a counter
  --generation  ${generations.join(', ')}: which layout of the card
  --typeface    ${typefaces.join(', ')}
  --other       another card instead: ${otherCardKinds.join(', ')}
  --flat        the card alone, from edge to edge, without bed and disturbances
  --json        one JSON object: the file, 照合番号B of the fictional holder, the disturbances`,
  run: async (args) => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        out: { type: 'string' },
        seed: { type: 'string', default: '1' },
        disturb: { type: 'string' },
        generation: { type: 'string', default: 'current' },
        typeface: { type: 'string', default: 'BIZ UDPGothic' },
        other: { type: 'string' },
        flat: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
    });
    if (values.flat && values.disturb !== undefined) throw new WrongUse('--flat is without disturbances');
    const out = values.out ?? (values.flat ? 'card-face.png' : 'card-face.jpg');
    const format = formatOf(out);
    const seed = count('seed', values.seed);
    const random = seededRandom(seed);
    const other = values.other === undefined ? undefined : oneOf('other', otherCardKinds, values.other);
    const generation = oneOf('generation', generations, values.generation);
    const { card, codeB } = other
      ? { card: await drawOtherCard(other, random), codeB: undefined }
      : await holdersCard(random, seed, generation, oneOf('typeface', typefaces, values.typeface));
    const disturbances = values.flat ? {} : disturbancesIn(values.disturb, random);
    const picture = values.flat ? card : await frameOf(card, disturbances, random);
    await write(out, format, picture);
    const about = { file: out, ...(codeB === undefined ? {} : { codeB }), disturbances };
    console.log(values.json ? JSON.stringify(about) : `drew ${out}`);
    return 0;
  },
};

/** A card of a fictional holder, and its 照合番号B. */
async function holdersCard(random: Random, seed: number, generation: (typeof generations)[number], typeface: Typeface) {
  const { face, code } = madeCard(random, seed, dayInJapan(systemClock.wall()));
  return { card: await drawCardFace(face, { generation, typeface }), codeB: code };
}

async function frameOf(card: Buffer, disturbances: Disturbances, random: Random): Promise<Buffer> {
  const scene = await layScene({ card, disturbances, random });
  return (await scene.frame(0)).jpeg;
}

function formatOf(file: string): 'jpeg' | 'png' {
  const ending = extname(file).toLowerCase();
  if (ending === '.png') return 'png';
  if (ending === '.jpg' || ending === '.jpeg') return 'jpeg';
  throw new WrongUse(`--out ${file}: a file that ends in .jpg or .png`);
}

/** A frame keeps the camera's own bytes where its format is wanted. */
async function write(file: string, format: 'jpeg' | 'png', picture: Buffer): Promise<void> {
  const isJpeg = picture[0] === 0xff;
  const asked = isJpeg === (format === 'jpeg') ? picture : await sharp(picture).flatten().toFormat(format).toBuffer();
  await writeFile(file, asked).catch((cause: unknown) => {
    throw cardPictureFault('CARD_PICTURE_NOT_WRITTEN', file, { cause });
  });
}

/** `glare=2,rotation=1` → strengths; `none` → no disturbance. */
function disturbancesIn(text: string | undefined, random: Random): Disturbances {
  if (text === undefined) return ordinaryDisturbances(random);
  if (text === 'none') return {};
  return Object.fromEntries(text.split(',').map((part) => disturbanceIn(part)));
}

function disturbanceIn(part: string): [DisturbanceKind, number] {
  const [name = '', strength = '1'] = part.split('=');
  const value = Number(strength);
  if (strength === '' || !(value >= 0 && value <= 3)) throw new WrongUse(`--disturb ${part}: a strength from 0 to 3`);
  return [oneOf('disturb', disturbanceKinds, name), value];
}
