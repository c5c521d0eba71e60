import { cueNames, livenessScore } from '../../firmware/face/liveness/evidence.ts';
import type { CueName, RecognizerPack } from '../../firmware/face/pack.ts';
import type { Presented } from './presentations.ts';

type Liveness = NonNullable<RecognizerPack['liveness']>;

/** A living face scores high with the model; edges and patterns speak against it. */
export const doubtful = { model: -1, border: 1, pattern: 1, colour: 1 } as const satisfies Record<CueName, 1 | -1>;

/** A dataset's photos, enlarged, are smoother than what a camera sees of a face: patterns get so many times the room. */
const room = { model: 1, border: 1, pattern: 2, colour: 2 } as const satisfies Record<CueName, number>;

/** Nearer to the usual than so many spreads nobody is asked to turn the head: a window behind somebody frames the face as well (3.3). */
const leastMost = 3.4;

/**
 * Sets what is usual of the living and where doubt begins, from the living alone: attacks that nobody has drawn yet stand out as well.
 * Usual is the median, the spread what lies between it and the tenth most doubtful, and `most` leaves the share `asked` out, or fewer.
 */
export function fitLiveness(liveness: Liveness, presented: readonly Presented[], asked: number): Liveness {
  const living = presented.flatMap(({ kind, cues }) => (kind === 'living' && cues ? [cues] : []));
  const spreadOf = (cue: CueName) => {
    const towards = living.map((cues) => doubtful[cue] * cues[cue]);
    const usual = quantile(towards, 0.5);
    const spread = room[cue] * (quantile(towards, 0.9) - usual);
    return { usual: doubtful[cue] * usual, spread: doubtful[cue] * spread };
  };
  const cues = Object.fromEntries(cueNames.map((cue) => [cue, spreadOf(cue)])) as Liveness['cues'];
  const unset = { ...liveness, cues, most: 0 };
  const distances = living.map((one) => -livenessScore(unset, one));
  return { ...unset, most: Math.max(leastMost, quantile(distances, 1 - asked)) };
}

function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0;
}
