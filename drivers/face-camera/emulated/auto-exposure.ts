import type { Picture } from '../../camera/emulated/picture.ts';

/** Light of the whole scene that the camera sets itself to, 0…1 of white: a bright room's. */
const aim = 0.55;
/** Stops that its automatic has; none up: a lamp-lit room takes its longest exposure already. */
const range = { least: -5, most: 0 } as const;
/** Seconds in which it comes two thirds of the way to another exposure. */
const inertia = 0.15;
const gamma = 2.2;

/** A camera that exposes by the mean of what it sees, whoever stands there. */
export interface AutoExposure {
  /**
   * Exposes `scene` in place.
   * @param headroom stops by which the scene's 255 is brighter than white in usual light
   * @param asked stops that the reader wishes it to be brighter
   * @param seconds when, on the view's clock
   */
  expose(scene: Picture, headroom: number, asked: number, seconds: number): void;
}

/** Settled at its first picture. */
export function createAutoExposure(): AutoExposure {
  let stops: number | undefined;
  let last = 0;
  return {
    expose(scene, headroom, asked, seconds) {
      const automatic = Math.log2(aim / meanLight(scene)) - headroom;
      const wanted = Math.min(range.most, Math.max(range.least, automatic)) + asked;
      stops = stops === undefined ? wanted : wanted + (stops - wanted) * Math.exp((last - seconds) / inertia);
      last = seconds;
      brighten(scene, stops + headroom);
    },
  };
}

const lightOf = Float64Array.from({ length: 256 }, (_, level) => (level / 255) ** gamma);

/** Mean light, 0…1 of the scene's 255, by the green of some of its pixels. */
function meanLight({ rgb }: Picture): number {
  let sum = 0;
  let count = 0;
  for (let at = 1; at < rgb.length; at += 3 * 31, count++) sum += lightOf[rgb[at] as number] as number;
  return Math.max(1e-3, sum / count);
}

function brighten({ rgb }: Picture, stops: number): void {
  if (Math.abs(stops) < 0.01) return;
  const factor = 2 ** (stops / gamma);
  const levels = Uint8ClampedArray.from({ length: 256 }, (_, level) => level * factor);
  for (let at = 0; at < rgb.length; at++) rgb[at] = levels[rgb[at] as number] as number;
}
