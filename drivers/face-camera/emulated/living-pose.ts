import type { Random } from '../../camera/emulated/random.ts';
import { createDrift } from '../../camera/emulated/sensor.ts';

/** How a person holds the head at a moment, against holding still. */
export interface Pose {
  /** Pixels. */
  readonly shiftX: number;
  readonly shiftY: number;
  /** Radians, clockwise. */
  readonly roll: number;
  /** 1 is the size at rest. */
  readonly scale: number;
  /** A slight turn of the head, −1…1 as asked turns are. */
  readonly turn: number;
}

const breath = 0.26; // Hz, some sixteen breaths a minute

/** The small movements of somebody who tries to hold still, as a function of seconds. */
export function createLivingPose(random: Random): (seconds: number) => Pose {
  const [x, y, tremorX, tremorY] = [
    createDrift(random, 0.19),
    createDrift(random, 0.16),
    createDrift(random, 2.3),
    createDrift(random, 2.9),
  ];
  const [roll, turn] = [createDrift(random, 0.13), createDrift(random, 0.21)];
  const breathing = random();

  return (seconds) => {
    const air = Math.sin(2 * Math.PI * (seconds * breath + breathing));
    return {
      shiftX: 5 * x(seconds) + 0.4 * tremorX(seconds),
      shiftY: 3 * y(seconds) + 1.2 * air + 0.4 * tremorY(seconds),
      roll: 0.02 * roll(seconds),
      scale: 1 + 0.006 * air,
      turn: 0.07 * turn(seconds),
    };
  };
}
