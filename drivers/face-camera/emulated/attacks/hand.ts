import type { Random } from '../../../camera/emulated/random.ts';
import { createDrift } from '../../../camera/emulated/sensor.ts';
import type { Corners, Layer, Place } from '../../../camera/emulated/warp.ts';
import { fullTurn } from '../head-turn.ts';
import { focalLength } from '../person-layer.ts';

/** Something flat in a hand, at a moment. */
export interface Held {
  /** Where its middle is, pixels. */
  readonly x: number;
  readonly y: number;
  /** Radians: clockwise, its right side away from the camera, its top away from the camera. */
  readonly roll: number;
  readonly yaw: number;
  readonly pitch: number;
  /** Pixels of the view that a pixel of the thing takes. */
  readonly scale: number;
}

/**
 * The movements of a hand that holds something up, as a function of seconds and of how far it is asked to turn, −1…1.
 * @param size pixels of the view that a pixel of the thing takes
 */
export function createHand(random: Random, [x, y]: Place, size: number): (seconds: number, turn: number) => Held {
  const drift = (hertz: number) => createDrift(random, hertz);
  const [right, down, tremorX, tremorY] = [drift(0.25), drift(0.2), drift(3.1), drift(3.7)];
  const [roll, yaw, pitch, near] = [drift(0.17), drift(0.2), drift(0.23), drift(0.15)];
  const leaning = 0.03 * (2 * random() - 1);
  return (seconds, turn) => ({
    x: x + 6 * right(seconds) + 0.8 * tremorX(seconds),
    y: y + 5 * down(seconds) + 0.8 * tremorY(seconds),
    roll: leaning + 0.02 * roll(seconds),
    yaw: turn * fullTurn + 0.05 * yaw(seconds),
    pitch: 0.05 * pitch(seconds),
    scale: size * (1 + 0.012 * near(seconds)),
  });
}

/** How much larger than the view a near thing is: a hand's movements show no border. */
export const overscan = 1.16;

/** Where the corners of a sheet, drawn in the pixels of the view, are seen when it is held like this. */
export function cornersOf({ width, height, margin }: Layer, held: Held): Corners {
  const [sinRoll, cosRoll] = [Math.sin(held.roll), Math.cos(held.roll)];
  const corner = (right: number, down: number): Place => {
    const [u, v] = [right * (width / 2 - margin), down * (height / 2 - margin)];
    const [x, y] = [cosRoll * u - sinRoll * v, sinRoll * u + cosRoll * v];
    const away = x * Math.sin(held.yaw) - y * Math.sin(held.pitch);
    const scale = (held.scale * focalLength) / (focalLength + held.scale * away);
    return [held.x + scale * x * Math.cos(held.yaw), held.y + scale * y * Math.cos(held.pitch)];
  };
  return [corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1)];
}
