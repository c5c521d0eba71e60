import type { Random } from '../../drivers/camera/emulated/random.ts';
import { madeCard as madeCardOn } from '../../drivers/card-camera/emulated/made-card.ts';

/** The day on which all cards here are read. */
export const today = { year: 2026, month: 3, day: 20 } as const;

/** A card of a random holder, as it is on that day. */
export const madeCard = (random: Random, index: number) => madeCardOn(random, index, today);
