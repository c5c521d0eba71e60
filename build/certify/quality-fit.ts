import { cosine } from '../../firmware/face/compare.ts';
import type { RecognizerPack } from '../../firmware/face/pack.ts';
import type { Acquired } from './acquire.ts';
import { byPerson } from './by-person.ts';
import { leastSquares } from './least-squares.ts';

/** Which live frames are used, as a pack states it. */
export type QualityGate = RecognizerPack['quality'];

/** A person tells what a photo is worth only beside at least so many others. */
const leastPhotos = 3;

/**
 * Fits the weights by least squares (normal equations) so that they foretell the mean cosine of a photo to its person's other
 * photos, and sets the gate where it refuses the share `refused` of the photos.
 */
export function fitQuality(photos: readonly Acquired[], refused: number): QualityGate {
  const rows: { x: readonly number[]; y: number }[] = [];
  for (const own of byPerson(photos.filter(({ mirrored }) => mirrored)).values()) {
    if (own.length < leastPhotos) continue;
    for (const photo of own) rows.push({ x: featuresOf(photo), y: meanToOthers(photo, own) });
  }
  const [base = 0, norm = 0, agreement = 0, detection = 0] = leastSquares(rows);
  const weights = { base, norm, agreement, detection };
  const qualities = photos.map((photo) => qualityOf(weights, photo)).sort((a, b) => a - b);
  return { weights, least: qualities[Math.floor(refused * qualities.length)] ?? 0 };
}

/** The quality of a photo by these weights (see `templateQuality`). */
export const qualityOf = ({ base, norm, agreement, detection }: QualityGate['weights'], photo: Acquired): number =>
  base + norm * photo.norm + agreement * photo.agreement + detection * photo.detection;

/** Whether the device would use the photo as a live frame. */
export const passes = ({ weights, least }: QualityGate, photo: Acquired): boolean =>
  photo.hint === undefined && photo.mirrored !== undefined && qualityOf(weights, photo) >= least;

const featuresOf = ({ norm, agreement, detection }: Acquired): number[] => [1, norm, agreement, detection];

function meanToOthers(photo: Acquired, own: readonly Acquired[]): number {
  const others = own.filter((other) => other !== photo);
  const none = new Float32Array();
  return others.reduce((sum, other) => sum + cosine(photo.mirrored ?? none, other.mirrored ?? none), 0) / others.length;
}
