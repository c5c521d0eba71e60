import { createHash } from 'node:crypto';
import type { OverlayOptions } from 'sharp';
import sharp from 'sharp';
import { cameraFault } from '../../camera/faults.ts';
import type { PrintedFace } from '../../card/emulated/printed-face.ts';
import { cardBackground } from './card-background.ts';
import type { Area, TextPlace } from './card-layout.ts';
import { areas, fields, nextFields, organNotes, pixelsPerMm, printedWords } from './card-layout.ts';
import { printText, type Typeface } from './print-text.ts';

/** What differs from card to card besides its holder. */
export interface CardLook {
  /** `current` by default. */
  readonly generation?: Generation;
  /** `biz-udp-gothic` by default. */
  readonly typeface?: Typeface;
}

export type Generation = 'current' | 'next';

/**
 * Draws the front (表面) of an emulated My Number Card: what is printed as publicly known, no logos.
 * @returns PNG with alpha, 1012 × 638 pixels (ID-1 at 300 dpi), clear outside the round corners
 * @throws PICTURE_UNREADABLE when the photo is no picture
 */
export async function drawCardFace(printed: PrintedFace, look: CardLook = {}): Promise<Buffer> {
  const { generation = 'current', typeface = 'biz-udp-gothic' } = look;
  const photo = Buffer.from(printed.photo, 'base64');
  const layers = await Promise.all([
    ...wordsOf(generation).map((word) => textLayer(word.text, word, typeface)),
    ...holderWords(printed, generation).map(([text, place]) => textLayer(text, place, typeface)),
    ...organNotes.lines.map((line, index) => textLayer(line, notePlace(index), typeface)),
    photoLayer(photo, areas.photo, 'as it is'),
    photoLayer(photo, areas.ghost, 'grey and light'),
  ]);
  return sharp(cardBackground())
    .composite(layers.filter((layer) => layer !== undefined))
    .png()
    .toBuffer();
}

const wordsOf = (generation: Generation) =>
  generation === 'current' ? printedWords : printedWords.filter(({ text }) => !['氏名', '住所', '性別'].includes(text));

function holderWords(printed: PrintedFace, generation: Generation): [string, TextPlace][] {
  const words = currentWords(printed);
  if (generation === 'current') return words.map(([text, field]) => [text, fields[field]]);
  return words.flatMap(([text, field]): [string, TextPlace][] => {
    const place = nextFields[field];
    const shown = field === 'securityCode' ? text + serialNumber(printed).replace(/\D/g, '7').slice(0, 2) : text;
    return place ? [[shown, place]] : [];
  });
}

function currentWords(printed: PrintedFace): [string, keyof typeof fields][] {
  const [address, rest] = twoLines(printed.address);
  return [
    [printed.name, 'name'],
    [address, 'address'],
    [rest, 'addressRest'],
    [printed.birth, 'birth'],
    [printed.sex, 'sex'],
    [printed.expiry, 'expiry'],
    [printed.securityCode, 'securityCode'],
    [printed.issuer, 'issuer'],
    [serialNumber(printed), 'serial'],
    [printed.pinless ? '顔認証' : '', 'pinless'],
  ];
}

/** A long address goes on a second line, at a blank near its middle where there is one. */
function twoLines(address: string): [string, string] {
  const letters = [...address];
  if (letters.length * fields.address.em <= fields.address.room) return [address, ''];
  const most = Math.floor(fields.address.room / fields.address.em);
  const blank = letters.slice(0, most).findLastIndex((letter) => /\s/u.test(letter));
  const cut = blank > most / 2 ? blank : most;
  return [letters.slice(0, cut).join(''), letters.slice(cut).join('').trim()];
}

/** Stands for the maker's number at the top right, 16 characters; the same card always shows the same. */
function serialNumber({ name, birth, expiry, securityCode }: PrintedFace): string {
  const words = [name, birth, expiry, securityCode].join('\n');
  return createHash('sha256').update(words).digest('hex').slice(0, 16).toUpperCase();
}

function notePlace(line: number): TextPlace {
  const { x, y, width } = areas.organNotes;
  const { em, pitch, inset, ink } = organNotes;
  return { x: x + inset, middle: y + inset + (line + 0.5) * pitch, em, room: width - 2 * inset, ink };
}

/** One line at its place; a line too long for its room is printed narrower, as the real printer does. */
export async function textLayer(
  text: string,
  place: TextPlace,
  typeface: Typeface,
): Promise<OverlayOptions | undefined> {
  const line = await printText(text, place.em * pixelsPerMm, place.ink, place.weight, typeface);
  if (!line) return undefined;
  const room = Math.floor(place.room * pixelsPerMm);
  const width = Math.min(line.width, room);
  const raw = { width: line.width, height: line.height, channels: 4 as const };
  const input = await sharp(line.data, { raw }).resize(width, line.height, { fit: 'fill' }).png().toBuffer();
  const end = Math.round(place.x * pixelsPerMm);
  return {
    input,
    left: place.from === 'right' ? end - width : end,
    top: Math.round(place.middle * pixelsPerMm - line.height / 2),
  };
}

export async function photoLayer(
  photo: Buffer,
  area: Area,
  look: 'as it is' | 'grey and light',
): Promise<OverlayOptions> {
  const [width, height] = [Math.round(area.width * pixelsPerMm), Math.round(area.height * pixelsPerMm)];
  const fitted = sharp(photo).rotate().resize(width, height, { fit: 'cover' });
  const shown = look === 'as it is' ? fitted : fitted.greyscale().linear(0.55, 112);
  const input = await shown.toColourspace('srgb').png().toBuffer().catch(refusePhoto);
  return { input, left: Math.round(area.x * pixelsPerMm), top: Math.round(area.y * pixelsPerMm) };
}

function refusePhoto(cause: unknown): never {
  throw cameraFault('PICTURE_UNREADABLE', 'the photo of a card', { cause });
}
