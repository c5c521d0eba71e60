import type { LightPattern, Sound } from './contract.ts';

/** On and off by turns, in ms, beginning with on. */
type Steps = readonly number[];

const lights: Readonly<Record<Exclude<LightPattern, 'steady'>, Steps>> = {
  slow: [1000, 1000],
  fast: [250, 250],
  double: [150, 150, 150, 850],
};

/** Each sound is played once. */
const sounds: Readonly<Record<Sound, Steps>> = {
  done: [120],
  refused: [600],
  call: [150, 150, 150, 150, 150],
};

/** A moment of a pattern: whether it is on, and in how many ms that changes; undefined: never. */
export interface Moment {
  readonly on: boolean;
  readonly forMs?: number;
}

/** A light's moment, `ms` after its pattern began; it goes round for ever. */
export function lightMoment(pattern: LightPattern, ms: number): Moment {
  if (pattern === 'steady') return { on: true };
  const steps = lights[pattern];
  return momentOf(steps, ms % steps.reduce((sum, step) => sum + step, 0));
}

/** A sound's moment, `ms` after it began. */
export const soundMoment = (sound: Sound, ms: number): Moment => momentOf(sounds[sound], ms);

function momentOf(steps: Steps, ms: number): Moment {
  let end = 0;
  for (const [index, step] of steps.entries()) {
    end += step;
    if (ms < end) return { on: index % 2 === 0, forMs: end - ms };
  }
  return { on: false };
}
