import sharp from 'sharp';
import type { Picture } from '../../camera/emulated/picture.ts';
import { toPicture } from '../../camera/emulated/picture.ts';

/** What the face camera sees, in pixels. */
export const viewPixels = { width: 640, height: 480 } as const;

/** A colour: red, green, blue, 0…255. */
export type Rgb = readonly [number, number, number];

const paint: Rgb = [196, 194, 189];

/**
 * A plain wall, lighter where the lamp is.
 * @param left @param right its colours at either side. A portrait cannot be cut out cleanly without knowing its outline,
 *   so the wall behind a person takes on the portrait's own backdrop and no rim shows.
 */
export function plainRoom(left: Rgb = paint, right: Rgb = paint): Promise<Picture> {
  const { width, height } = viewPixels;
  return toPicture(
    sharp(
      Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
        <defs>
          <linearGradient id="wall">
            <stop offset="0.3" stop-color="rgb(${left.map(Math.round)})"/>
            <stop offset="0.7" stop-color="rgb(${right.map(Math.round)})"/>
          </linearGradient>
          <radialGradient id="lamp" cx="0.55" cy="0.25" r="0.95">
            <stop offset="0.35" stop-color="#000" stop-opacity="0"/><stop offset="1" stop-color="#000" stop-opacity="0.32"/>
          </radialGradient>
        </defs>
        <rect width="${width}" height="${height}" fill="url(#wall)"/>
        <rect width="${width}" height="${height}" fill="url(#lamp)"/>
      </svg>`),
    ),
  );
}
