import type { Picture } from '../../../camera/emulated/picture.ts';
import { between, type Random } from '../../../camera/emulated/random.ts';
import type { Finish, Layer } from '../../../camera/emulated/warp.ts';
import { viewPixels } from '../room.ts';
import type { Held } from './hand.ts';
import type { SheetSize } from './sheet.ts';

/** How a lit screen shows a level of 0…255, by channel: steeper than paper, bluish, never quite black. */
export function screenTones(random: Random): readonly [Uint8Array, Uint8Array, Uint8Array] {
  const gamma = between(random, 1.08, 1.3);
  const blue = between(random, 0.04, 0.09);
  const glow = between(random, 10, 18);
  const tone = (gain: number, black: number) =>
    Uint8Array.from({ length: 256 }, (_, level) =>
      Math.min(255, black + (250 - black) * gain * (level / 255) ** gamma),
    );
  return [tone(1 - blue, glow), tone(1 - 0.2 * blue, 1.1 * glow), tone(1 + blue, 1.5 * glow)];
}

/** What the camera sees of a screen besides its picture. */
export interface Glass {
  /** The finish of one frame. */
  finish(seconds: number, held: Held): Finish;
}

const waveSize = 256;
/** From the sub-pixels of one colour to those of the next: a third of a pixel of the screen. */
const stripe = waveSize / 3;

/**
 * The grid of a screen's pixels, seen by a sensor whose own are nearly as large (moiré), the band that its refresh
 * draws over a rolling shutter, and the mirror image of a window.
 * @param scale pixels of the view that a pixel of the sheet takes
 */
export function createGlass({ width, height, margin }: SheetSize, scale: number, random: Random): Glass {
  const swing = between(random, 0.025, 0.055);
  const wave = Float32Array.from({ length: waveSize }, (_, at) => swing * Math.cos((2 * Math.PI * at) / waveSize));
  const pitch = between(random, 0.88, 0.97); // in pixels of the view
  const perPixel = (waveSize * scale) / pitch;
  const [bandDepth, bandHertz, bandHeight] = [
    between(random, 0.02, 0.06),
    between(random, 0.3, 1.2),
    between(random, 260, 420),
  ];
  const bands = new Float32Array(viewPixels.height);
  const mirror = windowIn(width, height, random);

  return {
    finish(seconds, held) {
      for (let row = 0; row < bands.length; row += 1)
        bands[row] = 1 - bandDepth * (1 + Math.cos(2 * Math.PI * (row / bandHeight - seconds * bandHertz)));
      // The mirror image stays where the window is: tilted by an angle, the screen moves under it.
      const [awayX, awayY] = [Math.round(900 * held.yaw), Math.round(900 * held.pitch)];
      return (rgb, at, u, v, row) => {
        const x = u - margin;
        const y = v - margin;
        if (x < 0 || y < 0 || x > width || y > height) return; // a finger
        const light = mirror.at((x + awayX) | 0, (y + awayY) | 0);
        const band = bands[row] as number;
        const grid = 1 + (wave[(y * perPixel) & (waveSize - 1)] as number);
        for (let channel = 0, column = x * perPixel; channel < 3; channel += 1, column += stripe) {
          const shine = band * (grid + (wave[column & (waveSize - 1)] as number));
          rgb[at + channel] = (rgb[at + channel] as number) * shine + light;
        }
      };
    },
  };
}

/** A window's mirror image in a glass of this size: bright panes with soft edges, leaning. */
function windowIn(width: number, height: number, random: Random) {
  const light = between(random, 25, 60);
  const beside = random() < 0.5 ? between(random, 0, 0.1) : between(random, 0.72, 0.85); // whoever holds it keeps it off the face
  const [left, top] = [beside * width, between(random, 0, 0.45) * height];
  const [wide, high] = [between(random, 0.14, 0.24) * width, between(random, 90, 170)];
  const lean = between(random, -0.35, 0.35);
  const soft = 9;
  const pane = (away: number, size: number) =>
    Math.min(1, Math.max(0, away / soft)) *
    Math.min(1, Math.max(0, (size - away) / soft)) *
    Math.min(1, Math.abs(away - size / 2) / 4);
  const levels = new Uint8Array(width * height);
  for (let y = 0, to = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1, to += 1)
      levels[to] = light * pane(x - left - lean * (y - top), wide) * pane(y - top, high);
  return {
    at: (x: number, y: number): number =>
      x >= 0 && y >= 0 && x < width && y < height ? (levels[y * width + x] as number) : 0,
  };
}

/** Puts a picture on the screen of a layer, its top left corner at a place. */
export function showOn(
  layer: Layer,
  { width, height, rgb }: Picture,
  left: number,
  top: number,
  [red, green, blue]: ReturnType<typeof screenTones>,
): void {
  const rgba = layer.rgba;
  for (let y = 0, from = 0; y < height; y += 1)
    for (let x = 0, to = ((top + y) * layer.width + left) * 4; x < width; x += 1, from += 3, to += 4) {
      rgba[to] = red[rgb[from] as number] as number;
      rgba[to + 1] = green[rgb[from + 1] as number] as number;
      rgba[to + 2] = blue[rgb[from + 2] as number] as number;
      rgba[to + 3] = 255;
    }
}
