import { type Random, seededRandom } from '../../drivers/camera/emulated/random.ts';
import {
  type DisturbanceKind,
  type Disturbances,
  disturbanceKinds,
  hardDisturbances,
  ordinaryDisturbances,
} from '../../drivers/card-camera/emulated/disturbances.ts';
import { drawCardFace } from '../../drivers/card-camera/emulated/draw-card-face.ts';
import { layScene, type Scene } from '../../drivers/card-camera/emulated/lay-scene.ts';
import { madeCard } from '../../drivers/card-camera/emulated/made-card.ts';
import { typefaces } from '../../drivers/card-camera/emulated/print-text.ts';
import type { CalendarDay } from '../../firmware/card-face/calendar.ts';

/** The day on which all cards of the bench are read: the same cards are drawn on every day. */
export const benchDay: CalendarDay = { year: 2026, month: 3, day: 20 };

/** What a bench's cards are for; each set has seeds of its own. */
export const benchSets = ['ordinary', 'hard', 'timed', 'mutated', 'peer'] as const;
export type BenchSet = (typeof benchSets)[number];

/** A fictional card as it lies under the camera. */
export interface BenchCard {
  /** Its 照合番号B. */
  readonly code: string;
  /** What is strong in the hard set. */
  readonly kind?: DisturbanceKind;
  readonly disturbances: Disturbances;
  readonly scene: Scene;
}

/** Far more than a set has cards: the sets of one seed, and those of the next, do not meet. */
const seedsOfASet = 1_000_003;

/** The seed of one card of a set. */
export const seedOf = (bench: number, set: BenchSet, index: number): number =>
  (bench * benchSets.length + benchSets.indexOf(set)) * seedsOfASet + index;

/** Draws and lays a card; the same arguments make the same frames. */
export async function benchCard(bench: number, set: BenchSet, index: number): Promise<BenchCard> {
  const random = seededRandom(seedOf(bench, set, index));
  const { face, code } = madeCard(random, index, benchDay);
  const card = await drawCardFace(face, lookOf(random));
  const kind = set === 'hard' ? disturbanceKinds[index % disturbanceKinds.length] : undefined;
  const disturbances = kind ? hardDisturbances(random, kind) : ordinaryDisturbances(random);
  const scene = await layScene({ card, disturbances, random });
  return { code, disturbances, scene, ...(kind ? { kind } : {}) };
}

/** Cards are printed in more than one typeface. */
const lookOf = (random: Random) => ({
  typeface: typefaces[Math.floor(random() * typefaces.length)] ?? 'BIZ UDPGothic',
});
