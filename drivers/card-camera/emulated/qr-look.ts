import type { Random } from '../../camera/emulated/random.ts';
import type { Area } from './card-layout.ts';
import { pixelsPerMm } from './card-layout.ts';

/** Modules along a side of a version 3 symbol, and its alignment pattern's middle (ISO/IEC 18004). */
const side = 29;
const alignment = 22;
const quiet = 4;

/**
 * Draws what looks like a QR code: finder, timing and alignment patterns stand as ISO/IEC 18004 has them, all else is
 * random. Only its look matters: it holds nothing, least of all somebody's number.
 * @returns SVG as large as the area in pixels of the drawn card, quiet zone included
 */
export function qrLook({ width, height }: Area, random: Random): Buffer {
  const dark: string[] = [];
  for (let y = 0; y < side; y += 1)
    for (let x = 0; x < side; x += 1) {
      const texture = random() < 0.5; // drawn for every module, so that the patterns do not shift the stream
      if (patternAt(x, y) ?? texture) dark.push(`M${x + quiet} ${y + quiet}h1v1h-1z`);
    }
  const across = side + 2 * quiet;
  const [wide, high] = [Math.round(width * pixelsPerMm), Math.round(height * pixelsPerMm)];
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${wide}" height="${high}" viewBox="0 0 ${across} ${across}">
      <rect width="100%" height="100%" fill="#fff"/><path d="${dark.join('')}" fill="#17151a"/></svg>`,
  );
}

/** Dark or light by a pattern of its own; undefined where data would stand. */
function patternAt(x: number, y: number): boolean | undefined {
  for (const [left, top] of [
    [0, 0],
    [side - 7, 0],
    [0, side - 7],
  ] as const) {
    const ring = Math.max(Math.abs(x - left - 3), Math.abs(y - top - 3));
    if (ring <= 4) return ring < 2 || ring === 3;
  }
  const ring = Math.max(Math.abs(x - alignment), Math.abs(y - alignment));
  if (ring <= 2) return ring !== 1;
  if (x === 6 || y === 6) return (x + y) % 2 === 0;
  return undefined;
}
