import type { Random } from '../../camera/emulated/random.ts';
import type { Corners, Place } from '../../camera/emulated/warp.ts';

/** A hand's tremor, turns a second; exposure of the camera, seconds. */
const hertz = 3;
const exposure = 1 / 60;

/** A card that is held rather than laid: where it is at a time, and how far it goes while a picture is taken. */
export interface Tremor {
  /** The corners `at` ms after the laying. */
  cornersAt(at: number): Corners;
  /** Pixels to the right and down within the exposure that begins at `at`. */
  smearAt(at: number): Place;
}

/** @param strength at 1 it trembles by 1.5 pixels, at 3 by 13.5 */
export function tremorOf(corners: Corners, strength: number, random: Random): Tremor {
  const reach = 1.5 * strength ** 2;
  const [turn, phase] = [random() * 2 * Math.PI, random()];
  const [right, down] = [Math.cos(turn) * reach, Math.sin(turn) * reach];
  const angle = (at: number) => 2 * Math.PI * ((hertz * at) / 1000 + phase);
  return {
    cornersAt: (at) => {
      const swing = Math.sin(angle(at));
      const moved = ([x, y]: Place): Place => [x + right * swing, y + down * swing];
      return [moved(corners[0]), moved(corners[1]), moved(corners[2]), moved(corners[3])];
    },
    smearAt: (at) => {
      const speed = Math.cos(angle(at)) * 2 * Math.PI * hertz * exposure;
      return [right * speed, down * speed];
    },
  };
}
