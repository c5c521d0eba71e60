import sharp from 'sharp';
import type { Picture } from '../../camera/emulated/picture.ts';
import { toPicture } from '../../camera/emulated/picture.ts';
import { cameraFault } from '../../camera/faults.ts';
import { cardPixels, cardSize, pixelsPerMm } from './card-layout.ts';

/** What the card camera sees, in pixels: the bed with a margin around an ID-1 card at 300 dpi. */
export const bedPixels = { width: 1280, height: 800 } as const;

/** How a card lies: shift of its middle from the bed's middle in pixels, turn clockwise in degrees. */
export interface Placement {
  readonly shiftX: number;
  readonly shiftY: number;
  readonly turn: number;
}

/** The bed seen from above without a card. */
export function emptyBed(): Promise<Picture> {
  return toPicture(sharp(bedDrawing()));
}

/**
 * The bed with a card on it.
 * @param card PNG with alpha of `cardPixels` size, as `drawCardFace` makes it
 * @throws PICTURE_UNREADABLE when it is no picture
 */
export async function bedWithCard(card: Buffer, placement: Placement): Promise<Picture> {
  const { data: turned, info } = await sharp(card)
    .ensureAlpha()
    .resize(cardPixels.width, cardPixels.height, { fit: 'fill' })
    .rotate(placement.turn, { background: { r: 0, g: 0, b: 0, alpha: 0 } })
    .raw()
    .toBuffer({ resolveWithObject: true })
    .catch((cause: unknown) => {
      throw cameraFault('PICTURE_UNREADABLE', "a card's drawn face", { cause });
    });
  const left = Math.round(bedPixels.width / 2 + placement.shiftX - info.width / 2);
  const top = Math.round(bedPixels.height / 2 + placement.shiftY - info.height / 2);
  const raw = { width: info.width, height: info.height, channels: 4 as const };
  return toPicture(sharp(bedDrawing(placement)).composite([{ input: turned, raw, left, top }]));
}

/** Dark bed with a lip around the card's place, and the card's shadow when one lies there. */
function bedDrawing(card?: Placement): Buffer {
  const { width, height } = bedPixels;
  const [lipX, lipY] = [(width - cardPixels.width) / 2 - 44, (height - cardPixels.height) / 2 - 44];
  const shadow = card
    ? `<g transform="translate(${width / 2 + card.shiftX + 4} ${height / 2 + card.shiftY + 7}) rotate(${card.turn})">${softShadow()}</g>`
    : '';
  return Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <defs>
      <radialGradient id="felt" cx="0.5" cy="0.45" r="0.75">
        <stop offset="0" stop-color="#34383d"/><stop offset="1" stop-color="#1d2023"/>
      </radialGradient>
    </defs>
    <rect width="${width}" height="${height}" fill="url(#felt)"/>
    <rect x="${lipX}" y="${lipY}" width="${width - 2 * lipX}" height="${height - 2 * lipY}" rx="40" fill="none"
      stroke="#4b5157" stroke-width="3"/>
    ${shadow}
  </svg>`);
}

/** A card's shadow with a soft edge, by rectangles on one another: a blur would cost a hundred times as much. */
function softShadow(): string {
  return [-10, -6, -2, 2, 6, 10]
    .map((grow) => {
      const [wide, high] = [cardPixels.width + 2 * grow, cardPixels.height + 2 * grow];
      const corner = cardSize.corner * pixelsPerMm + grow;
      return `<rect x="${-wide / 2}" y="${-high / 2}" width="${wide}" height="${high}" rx="${corner}" fill="#000" fill-opacity="0.16"/>`;
    })
    .join('');
}
