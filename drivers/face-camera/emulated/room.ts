import sharp from 'sharp';
import type { Picture } from '../../camera/emulated/picture.ts';
import { toPicture } from '../../camera/emulated/picture.ts';
import { dimmingOf, type Light } from './light.ts';

/** What the face camera sees, in pixels. */
export const viewPixels = { width: 640, height: 480 } as const;

/** A colour: red, green, blue, 0…255. */
export type Rgb = readonly [number, number, number];

const paint: Rgb = [196, 194, 189];

/** Two windows with a narrow wall between them. */
const windows = `<path fill="#fff" d="M0 0H640V480H452V56H188V480H0Z"/>`;

/**
 * A plain wall, lighter where the lamp is; against the light, between windows.
 * @param left @param right its colours at either side. A portrait cannot be cut out cleanly without knowing its outline,
 *   so the wall behind a person takes on the portrait's own backdrop and no rim shows.
 * @param light on its levels; see `headroomOf`
 */
export function plainRoom(left: Rgb = paint, right: Rgb = paint, light: Light = 'usual'): Promise<Picture> {
  const colour = (side: Rgb) => side.map((level) => Math.round(level * dimmingOf(light)));
  const { width, height } = viewPixels;
  return toPicture(
    sharp(
      Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
        <defs>
          <linearGradient id="wall">
            <stop offset="0.3" stop-color="rgb(${colour(left)})"/>
            <stop offset="0.7" stop-color="rgb(${colour(right)})"/>
          </linearGradient>
          <radialGradient id="lamp" cx="0.55" cy="0.25" r="0.95">
            <stop offset="0.35" stop-color="#000" stop-opacity="0"/><stop offset="1" stop-color="#000" stop-opacity="0.32"/>
          </radialGradient>
        </defs>
        <rect width="${width}" height="${height}" fill="url(#wall)"/>
        <rect width="${width}" height="${height}" fill="url(#lamp)"/>
        ${light === 'backlight' ? windows : ''}
      </svg>`),
    ),
  );
}
