import { cutAligned, fitSimilarity } from './align.ts';
import { fivePoints, type Landmarks } from './landmarks.ts';
import type { Model } from './model.ts';
import type { Preprocessing, RecognizerPack } from './pack.ts';
import type { Picture } from './picture.ts';
import { writePlanes } from './planes.ts';

/** A face as the recognizer sees it. The owner zeroes `values`. */
export interface Template {
  /** Unit vector, as long as the recognizers' templates together. */
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

/** One recognizer of a pack: most packs have one, fused ones two. */
export interface Recognizer {
  readonly model: Model;
  readonly how: Preprocessing;
  readonly length: number;
  /** Whether the mirror image is averaged in. */
  readonly withMirrorImage: boolean;
  /** How much its cosine counts beside the others'. */
  readonly weight: number;
}

/**
 * Turns an aligned face into its template: the recognizers' unit vectors one behind the other, each as long as the root of its
 * weight, so that a cosine of two templates is the weighted mean of the recognizers' cosines. Norm and agreement are the first
 * one's. Does not zero `aligned`.
 */
export async function embed(recognizers: readonly Recognizer[], aligned: Uint8Array): Promise<Template> {
  const values = new Float32Array(recognizers.reduce((sum, { length }) => sum + length, 0));
  let [norm, agreement, at] = [0, 1, 0];
  try {
    for (const recognizer of recognizers) {
      const part = values.subarray(at, at + recognizer.length);
      const own = await embedOne(recognizer, aligned, part);
      if (at === 0) ({ norm, agreement } = own);
      const share = Math.sqrt(recognizer.weight);
      for (let i = 0; i < part.length; i++) part[i] = (part[i] ?? 0) * share;
      at += recognizer.length;
    }
    normalise(values);
    return { values, norm, agreement };
  } catch (error) {
    values.fill(0);
    throw error;
  }
}

/** Writes one recognizer's unit vector into `values`. */
async function embedOne(
  { model, how, withMirrorImage }: Recognizer,
  aligned: Uint8Array,
  values: Float32Array,
): Promise<{ norm: number; agreement: number }> {
  const mirrored = new Float32Array(withMirrorImage ? values.length : 0);
  try {
    await model.run(
      (input) => writePlanes(aligned, how.width, how.height, how, input),
      (feature) => values.set(feature?.subarray(0, values.length) ?? []),
    );
    if (!withMirrorImage) return { norm: normalise(values), agreement: 1 };
    await model.run(
      (input) => {
        writePlanes(aligned, how.width, how.height, how, input);
        for (let row = 0; row < input.length; row += how.width) input.subarray(row, row + how.width).reverse();
      },
      (feature) => mirrored.set(feature?.subarray(0, values.length) ?? []),
    );
    const agreement = cosineOf(values, mirrored);
    for (let i = 0; i < values.length; i++) values[i] = (values[i] ?? 0) + (mirrored[i] ?? 0);
    return { norm: normalise(values) / 2, agreement };
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
