import { createHash } from 'node:crypto';
import type { PrintedFace } from '../../card/emulated/printed-face.ts';
import { cardBackground } from './card-background.ts';
import { layered, photoLayer, textLayer } from './card-layers.ts';
import type { FaceLayout, TextPlace } from './card-layout.ts';
import { currentGeneration } from './layouts/current-generation.ts';
import { nextGeneration } from './layouts/next-generation.ts';
import type { Typeface } from './print-text.ts';

/** Layouts of the front by card generation. */
export const faceLayouts = { current: currentGeneration, next: nextGeneration } as const satisfies Record<
  string,
  FaceLayout
>;

/** How a front is drawn; without it, today's generation in BIZ UDPGothic. */
export interface CardLook {
  readonly generation?: keyof typeof faceLayouts;
  readonly typeface?: Typeface;
}

/**
 * Draws the front (表面) of an emulated My Number Card: what is printed as publicly known, no logos.
 * @returns PNG with alpha, 1012 × 638 pixels (ID-1 at 300 dpi), clear outside the round corners
 * @throws PICTURE_UNREADABLE when the photo is no picture
 */
export async function drawCardFace(printed: PrintedFace, look: CardLook = {}): Promise<Buffer> {
  const layout: FaceLayout = faceLayouts[look.generation ?? 'current'];
  const photo = Buffer.from(printed.photo, 'base64');
  const layers = await Promise.all([
    ...[...layout.words.map(({ text, ...place }) => [text, place] as const), ...holderLines(printed, layout)].map(
      ([text, place]) => textLayer(text, place, look.typeface),
    ),
    photoLayer(photo, layout.areas.photo),
    photoLayer(photo, layout.areas.ghost, 'grey and light'),
  ]);
  return layered(cardBackground(layout.ground), layers);
}

/** Every line of a card that is not on all cards of its generation, with its place. */
export function holderLines(printed: PrintedFace, layout: FaceLayout): [text: string, place: TextPlace][] {
  const { fields, organNotes } = layout;
  const [address, rest] = twoLines(printed.address, fields.address);
  return [
    [printed.name, fields.name],
    [address, fields.address],
    [rest, fields.addressRest],
    [printed.birth, fields.birth],
    ...(fields.sex ? [[printed.sex, fields.sex] as [string, TextPlace]] : []),
    [printed.expiry, fields.expiry],
    [securityCode(printed, layout), fields.securityCode],
    [printed.issuer, fields.issuer],
    [serialNumber(printed), fields.serial],
    [printed.pinless ? '顔認証' : '', fields.pinless],
    ...organNotes.lines.map((line, index) => [line, notePlace(layout, index)] as [string, TextPlace]),
  ];
}

/** A long address goes on a second line, at a blank near its middle where there is one. */
function twoLines(address: string, { em, room }: TextPlace): [string, string] {
  const letters = [...address];
  if (letters.length * em <= room) return [address, ''];
  const most = Math.floor(room / em);
  const blank = letters.slice(0, most).findLastIndex((letter) => /\s/u.test(letter));
  const cut = blank > most / 2 ? blank : most;
  return [letters.slice(0, cut).join(''), letters.slice(cut).join('').trim()];
}

/** The card's own digits, then made-up ones up to the generation's length: the first four alone are still no code of it. */
function securityCode(printed: PrintedFace, { codeDigits }: FaceLayout): string {
  const more = BigInt(`0x${hashOf(printed)}`)
    .toString()
    .slice(-2);
  const wide = /[０-９]/.test(printed.securityCode);
  const shown = wide ? more.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)) : more;
  return printed.securityCode + shown.slice(0, Math.max(0, codeDigits - printed.securityCode.length));
}

/** Stands for the maker's number, 16 characters; the same card always shows the same. */
const serialNumber = (printed: PrintedFace): string => hashOf(printed).slice(0, 16).toUpperCase();

function hashOf({ name, birth, expiry, securityCode: code }: PrintedFace): string {
  return createHash('sha256').update([name, birth, expiry, code].join('\n')).digest('hex');
}

function notePlace({ areas, organNotes }: FaceLayout, line: number): TextPlace {
  const { x, y, width } = areas.organNotes;
  const { em, pitch, inset, ink } = organNotes;
  return { x: x + inset, middle: y + inset + (line + 0.5) * pitch, em, room: width - 2 * inset, ink };
}
