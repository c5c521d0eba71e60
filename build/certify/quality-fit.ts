import { cosine } from '../../firmware/face/compare.ts';
import type { RecognizerPack } from '../../firmware/face/pack.ts';
import type { Acquired } from './acquire.ts';
import { byPerson } from './by-person.ts';

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

/** Solves (XᵀX) w = Xᵀy by elimination; centred first, for the detector's scores all lie near 1. */
function leastSquares(rows: readonly { x: readonly number[]; y: number }[]): number[] {
  const width = rows[0]?.x.length ?? 0;
  const mean = (of: (row: { x: readonly number[]; y: number }) => number) =>
    rows.reduce((sum, row) => sum + of(row), 0) / rows.length;
  const means = Array.from({ length: width }, (_, k) => mean(({ x }) => x[k] ?? 0));
  const meanY = mean(({ y }) => y);
  const system = Array.from({ length: width - 1 }, (_, i) => {
    const di = (x: readonly number[]) => (x[i + 1] ?? 0) - (means[i + 1] ?? 0);
    const left = Array.from({ length: width - 1 }, (_, j) =>
      mean(({ x }) => di(x) * ((x[j + 1] ?? 0) - (means[j + 1] ?? 0))),
    );
    return [...left, mean(({ x, y }) => di(x) * (y - meanY))];
  });
  for (let pivot = 0; pivot < width - 1; pivot++) {
    const lead = system[pivot] as number[];
    for (const row of system) {
      if (row === lead) continue;
      const factor = (row[pivot] ?? 0) / (lead[pivot] ?? 1);
      for (let k = pivot; k < width; k++) row[k] = (row[k] ?? 0) - factor * (lead[k] ?? 0);
    }
  }
  const slopes = system.map((row, index) => (row[width - 1] ?? 0) / (row[index] ?? 1));
  const base = meanY - slopes.reduce((sum, slope, k) => sum + slope * (means[k + 1] ?? 0), 0);
  return [base, ...slopes];
}
