import type { Random } from '../../camera/emulated/random.ts';
import { between } from '../../camera/emulated/random.ts';

/** Everything that can spoil the view of a card, in the order in which it happens: on the card, as it lies, in the light, in the camera. */
export const disturbanceKinds = [
  'fading',
  'scratches',
  'dirt',
  'sleeve',
  'half-turn',
  'quarter-turn',
  'rotation',
  'shift',
  'perspective',
  'uneven-light',
  'glare',
  'defocus',
  'motion',
  'noise',
  'compression',
] as const;

export type DisturbanceKind = (typeof disturbanceKinds)[number];

/** How strong each is: 0 (or left out) not at all, 1 as at any counter, 2 and 3 strong. Turns by a half or a quarter are or are not. */
export type Disturbances = Readonly<Partial<Record<DisturbanceKind, number>>>;

/** What every laying has a little of, and what only some have. */
const always = ['rotation', 'shift', 'perspective', 'uneven-light', 'defocus', 'noise', 'compression'] as const;
const sometimes = { glare: 0.3, scratches: 0.3, dirt: 0.3, fading: 0.3, motion: 0.2 } as const;

/** A laying as at any counter. */
export function ordinaryDisturbances(random: Random): Disturbances {
  const chosen: Partial<Record<DisturbanceKind, number>> = {};
  for (const kind of always) chosen[kind] = random();
  for (const [kind, chance] of Object.entries(sometimes))
    if (random() < chance) chosen[kind as keyof typeof sometimes] = random();
  return chosen;
}

/** A laying that is hard by one kind, and ordinary in all others. */
export const hardDisturbances = (random: Random, kind: DisturbanceKind): Disturbances => ({
  ...ordinaryDisturbances(random),
  [kind]: between(random, 2, 3),
});
