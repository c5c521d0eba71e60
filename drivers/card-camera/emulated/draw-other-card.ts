import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { projectHome } from '../../../firmware/device/home.ts';
import type { Random } from '../../camera/emulated/random.ts';
import { cardPixels, cardSize, pixelsPerMm } from './card-layout.ts';
import { photoLayer, textLayer } from './draw-card-face.ts';
import { type OtherCardKind, type OtherLayout, otherLayouts } from './other-layouts.ts';

/**
 * Draws a card that is not the front of a My Number Card, of a fictional holder: true to the look of the real ones in its words,
 * dates and picture.
 * @returns PNG with alpha, 1012 × 638 pixels, clear outside the round corners
 */
export async function drawOtherCard(kind: OtherCardKind, random: Random): Promise<Buffer> {
  const layout = otherLayouts[kind];
  const words = layout.words.map(([text, x, middle, em]) =>
    textLayer(text, { x, middle, em, room: cardSize.width - x - 2, ink: '#231f20' }, 'biz-udp-gothic'),
  );
  const layers = await Promise.all([...words, ...(layout.photo ? [photoOf(layout.photo)] : [])]);
  return sharp(ground(layout, random))
    .composite(layers.filter((layer) => layer !== undefined))
    .png()
    .toBuffer();
}

async function photoOf(area: NonNullable<OtherLayout['photo']>) {
  const portrait = await readFile(join(projectHome(), 'drivers/desk/portraits/grace-hopper.jpg'));
  return photoLayer(portrait, area, 'as it is');
}

function ground({ colour, band, code }: OtherLayout, random: Random): Buffer {
  const { width, height } = cardPixels;
  const px = (mm: number) => (mm * pixelsPerMm).toFixed(1);
  const bar = band
    ? `<rect x="${px(band.x)}" y="${px(band.y)}" width="${px(band.width)}" height="${px(band.height)}" fill="${band.colour}"/>`
    : '';
  return Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <rect width="${width}" height="${height}" rx="${px(cardSize.corner)}" fill="${colour}"/>${bar}
    ${code ? qrSymbol(code.x * pixelsPerMm, code.y * pixelsPerMm, code.side * pixelsPerMm, random) : ''}
  </svg>`);
}

/** The look of a QR symbol of version 4 (ISO/IEC 18004): its three finder patterns and modules at random. It says nothing. */
function qrSymbol(x: number, y: number, side: number, random: Random): string {
  const modules = 33;
  const size = side / modules;
  const marks: string[] = [];
  for (let row = 0; row < modules; row++)
    for (let column = 0; column < modules; column++)
      if (isFinder(row, column, modules) ?? random() < 0.5)
        marks.push(`M${(x + column * size).toFixed(2)} ${(y + row * size).toFixed(2)}h${size}v${size}h-${size}z`);
  const quiet = 4 * size;
  return `<rect x="${x - quiet}" y="${y - quiet}" width="${side + 2 * quiet}" height="${side + 2 * quiet}" fill="#fff"/>
    <path d="${marks.join('')}" fill="#111"/>`;
}

/** Whether a module of a finder pattern or of the light ring around it is dark; undefined elsewhere. */
function isFinder(row: number, column: number, modules: number): boolean | undefined {
  for (const [middleRow, middleColumn] of [
    [3, 3],
    [3, modules - 4],
    [modules - 4, 3],
  ] as const) {
    const far = Math.max(Math.abs(row - middleRow), Math.abs(column - middleColumn));
    if (far <= 4) return far !== 2 && far !== 4;
  }
  return undefined;
}
