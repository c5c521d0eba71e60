import { cutAligned, fitSimilarity } from './align.ts';
import { fivePoints, type Landmarks } from './landmarks.ts';
import type { Model } from './model.ts';
import type { RecognizerPack } from './pack.ts';
import type { Picture } from './picture.ts';
import { writePlanes } from './planes.ts';

/** A face as the recognizer sees it. The owner zeroes `values`. */
export interface Template {
  /** Unit vector of the pack's template length. */
  readonly values: Float32Array;
  /** The vector's length before it was made a unit vector: low for faces that the recognizer cannot make out. */
  readonly norm: number;
}

/**
 * The face cut out and turned upright as the recognizer was taught to see it: RGB, the pack's input size. The caller
 * zeroes it.
 */
export function alignFace(pack: RecognizerPack, picture: Picture, landmarks: Landmarks): Uint8Array {
  const places = fivePoints(landmarks);
  try {
    const map = fitSimilarity(places, Float32Array.from(pack.template.points.flat()));
    return cutAligned(picture, map, pack.models.feature.input.width);
  } finally {
    places.fill(0);
  }
}

/**
 * Turns an aligned face into its template; the pack says whether its mirror image is averaged in. Does not zero
 * `aligned`.
 */
export async function embed(model: Model, pack: RecognizerPack, aligned: Uint8Array): Promise<Template> {
  const how = pack.models.feature.input;
  const values = new Float32Array(pack.template.length);
  const take = (feature: Float32Array | undefined): void => {
    for (let i = 0; i < values.length; i++) values[i] = (values[i] ?? 0) + (feature?.[i] ?? 0);
  };
  try {
    await model.run((input) => writePlanes(aligned, how.width, how.height, how, input), take);
    if (pack.template.withMirrorImage) {
      await model.run((input) => {
        writePlanes(aligned, how.width, how.height, how, input);
        for (let row = 0; row < input.length; row += how.width) input.subarray(row, row + how.width).reverse();
      }, take);
    }
    return { values, norm: normalise(values) / (pack.template.withMirrorImage ? 2 : 1) };
  } catch (error) {
    values.fill(0);
    throw error;
  }
}

/** The mean of several templates of one face, as a unit vector; its norm is the mean of theirs. Zeroes none of them. */
export function fuseTemplates(templates: readonly Template[]): Template {
  const values = new Float32Array(templates[0]?.values.length ?? 0);
  for (const template of templates) {
    for (let i = 0; i < values.length; i++) values[i] = (values[i] ?? 0) + (template.values[i] ?? 0);
  }
  normalise(values);
  return { values, norm: templates.reduce((sum, { norm }) => sum + norm / templates.length, 0) };
}

/** Makes a vector one of length 1 in place (a zero vector stays zero) and answers the length it had. */
function normalise(values: Float32Array): number {
  let squares = 0;
  for (const value of values) squares += value * value;
  const length = Math.sqrt(squares);
  if (length > 0) for (let i = 0; i < values.length; i++) values[i] = (values[i] ?? 0) / length;
  return length;
}
