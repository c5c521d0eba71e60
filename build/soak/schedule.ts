import { type FaultKind, faultKinds } from './kinds.ts';

/** A visit in so many meets each kind of fault: 20 of each in 2,000. */
const visitsPerFault = 100;

/** With fewer there is no room for every kind of fault. */
export const leastVisits = 2 * faultKinds.length;

/**
 * Which fault befalls which visit (from 0): each kind at least once, at visits drawn at random; what ends the core in the first third, so that one core lives
 * long enough to tell what grows. Throws when there is no room between them.
 */
export function drawFaults(visits: number, random: () => number): ReadonlyMap<number, FaultKind> {
  const ofEach = Math.max(1, Math.ceil(visits / visitsPerFault));
  const faults = faultKinds.flatMap((kind) => Array.from({ length: ofEach }, () => kind));
  if (leastVisits > visits)
    throw new RangeError(`at least ${leastVisits} visits, so that every kind of fault has room`);
  const places = Array.from({ length: Math.floor(visits / 2) }, (_, at) => 2 * at + 1);
  const draw = (below: number): number =>
    places.splice(Math.floor(random() * places.filter((place) => place < below).length), 1)[0] as number;
  const [ending, others] = [faults.filter(({ endsCore }) => endsCore), faults.filter(({ endsCore }) => !endsCore)];
  return new Map([
    ...ending.map((kind) => [draw(visits / 3), kind] as const),
    ...others.map((kind) => [draw(visits), kind] as const),
  ]);
}
