import sharp from 'sharp';
import type { Picture } from '../../camera/emulated/picture.ts';
import { toPicture } from '../../camera/emulated/picture.ts';
import type { Corners } from '../../camera/emulated/warp.ts';
import { cardPixels } from './card-layout.ts';
import { bedPixels } from './placement.ts';

/** The bed seen from above: dark felt with a lip around the card's place, and the shadow of what lies there. */
export function drawBed(corners?: Corners): Promise<Picture> {
  const { width, height } = bedPixels;
  const [lipX, lipY] = [(width - cardPixels.width) / 2 - 44, (height - cardPixels.height) / 2 - 44];
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <defs>
      <radialGradient id="felt" cx="0.5" cy="0.45" r="0.75">
        <stop offset="0" stop-color="#34383d"/><stop offset="1" stop-color="#1d2023"/>
      </radialGradient>
    </defs>
    <rect width="${width}" height="${height}" fill="url(#felt)"/>
    <rect x="${lipX}" y="${lipY}" width="${width - 2 * lipX}" height="${height - 2 * lipY}" rx="40" fill="none"
      stroke="#4b5157" stroke-width="3"/>
    ${corners ? softShadow(corners) : ''}
  </svg>`;
  return toPicture(sharp(Buffer.from(drawing)));
}

/** A soft edge by outlines on one another: a blur would cost a hundred times as much. */
function softShadow(corners: Corners): string {
  const points = corners.map(([x, y]) => `${(x + 4).toFixed(1)},${(y + 7).toFixed(1)}`).join(' ');
  const rings = [2, 6, 10, 14, 18, 22].map(
    (wide) =>
      `<polygon points="${points}" stroke-width="${wide}" stroke="#000" stroke-linejoin="round" opacity="0.16"/>`,
  );
  return rings.join('');
}
