import type { OverlayOptions } from 'sharp';
import sharp from 'sharp';
import { cameraFault } from '../../camera/faults.ts';
import type { Area, TextPlace } from './card-layout.ts';
import { pixelsPerMm } from './card-layout.ts';
import type { Typeface } from './print-text.ts';
import { printText } from './print-text.ts';

/**
 * One line at its place on a drawn card; a line too long for its room is printed narrower, as the real printer does.
 * @returns undefined for a line without ink
 */
export async function textLayer(
  text: string,
  place: TextPlace,
  typeface?: Typeface,
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

/**
 * A photo that fills its area on a drawn card.
 * @param photo JPEG or PNG
 * @throws PICTURE_UNREADABLE when the photo is no picture
 */
export async function photoLayer(
  photo: Buffer,
  area: Area,
  look: 'as it is' | 'grey and light' = 'as it is',
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

/** Layers on a ground, in order; layers without ink are left out. Answers PNG with alpha. */
export function layered(ground: Buffer, layers: readonly (OverlayOptions | undefined)[]): Promise<Buffer> {
  return sharp(ground)
    .composite(layers.filter((layer) => layer !== undefined))
    .png()
    .toBuffer();
}
