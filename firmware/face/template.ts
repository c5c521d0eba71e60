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
  /** Cosine between the face's vector and that of its mirror image: low where light, pose or a hand makes one side another. 1 without mirror image. */
  readonly agreement: number;
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
  const mirrored = new Float32Array(pack.template.withMirrorImage ? values.length : 0);
  try {
    await model.run(
      (input) => writePlanes(aligned, how.width, how.height, how, input),
      (feature) => values.set(feature?.subarray(0, values.length) ?? []),
    );
    if (mirrored.length === 0) return { values, norm: normalise(values), agreement: 1 };
    await model.run(
      (input) => {
        writePlanes(aligned, how.width, how.height, how, input);
        for (let row = 0; row < input.length; row += how.width) input.subarray(row, row + how.width).reverse();
      },
      (feature) => mirrored.set(feature?.subarray(0, values.length) ?? []),
    );
    const agreement = cosineOf(values, mirrored);
    for (let i = 0; i < values.length; i++) values[i] = (values[i] ?? 0) + (mirrored[i] ?? 0);
    return { values, norm: normalise(values) / 2, agreement };
  } catch (error) {
    values.fill(0);
    throw error;
  } finally {
    mirrored.fill(0);
  }
}

/** Of two vectors of any length; 0 when one of them is empty of everything. */
function cosineOf(one: Float32Array, other: Float32Array): number {
  let [dot, ones, others] = [0, 0, 0];
  for (let i = 0; i < one.length; i++) {
    const [a, b] = [one[i] ?? 0, other[i] ?? 0];
    dot += a * b;
    ones += a * a;
    others += b * b;
  }
  return ones > 0 && others > 0 ? dot / Math.sqrt(ones * others) : 0;
}

/** The mean of several templates of one face, as a unit vector; its norm and agreement are the means of theirs. Zeroes none of them. */
export function fuseTemplates(templates: readonly Template[]): Template {
  const values = new Float32Array(templates[0]?.values.length ?? 0);
  for (const template of templates) {
    for (let i = 0; i < values.length; i++) values[i] = (values[i] ?? 0) + (template.values[i] ?? 0);
  }
  normalise(values);
  const mean = (of: (template: Template) => number) =>
    templates.reduce((sum, one) => sum + of(one) / templates.length, 0);
  return { values, norm: mean(({ norm }) => norm), agreement: mean(({ agreement }) => agreement) };
}

/** Makes a vector one of length 1 in place (a zero vector stays zero) and answers the length it had. */
function normalise(values: Float32Array): number {
  let squares = 0;
  for (const value of values) squares += value * value;
  const length = Math.sqrt(squares);
  if (length > 0) for (let i = 0; i < values.length; i++) values[i] = (values[i] ?? 0) / length;
  return length;
}
