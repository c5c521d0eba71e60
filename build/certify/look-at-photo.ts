import { readFile } from 'node:fs/promises';
import type { FoundFace } from '../../firmware/face/detect.ts';
import type { FaceEngine } from '../../firmware/face/engine.ts';
import type { FaceHint } from '../../firmware/face/faults.ts';
import { measureFace } from '../../firmware/face/measured-face.ts';
import { decodeJpeg, type Picture } from '../../firmware/face/picture.ts';
import { hintOfFace, hintOfScene, type QualityRules } from '../../firmware/face/quality.ts';
import { nearestTheMiddle } from './nearest-the-middle.ts';

/** What the device makes of one photo. */
export interface Look {
  /** The hint that a person would get for it, `FACE_NONE`, or `FACE_PICTURE_UNREADABLE`; undefined when nothing but the template's quality is left to ask. */
  readonly hint?: string;
  /** The recognizer's vector, and that with the mirror image averaged in; both of unit length. */
  readonly plain?: Float32Array;
  readonly mirrored?: Float32Array;
  /** What the template's quality is made of. */
  readonly norm: number;
  readonly agreement: number;
  readonly detection: number;
  /** From the bytes to both vectors. */
  readonly ms: number;
}

/**
 * Sends a photo of a dataset through the device's own steps: detection, the hints of a live frame, landmarks, alignment, template.
 * The face nearest the middle is the person; others in the photo, as press photos have them, are passed over.
 * @param engine of a pack without mirror image, `mirroring` of the same pack with it
 */
export async function lookAtPhoto(
  file: string,
  engine: FaceEngine,
  mirroring: FaceEngine,
  rules: QualityRules,
): Promise<Look> {
  const began = performance.now();
  const nothing = (hint: string): Look => ({
    hint,
    norm: 0,
    agreement: 0,
    detection: 0,
    ms: performance.now() - began,
  });
  let picture: Picture;
  try {
    picture = await decodeJpeg(await readFile(file));
  } catch {
    return nothing('FACE_PICTURE_UNREADABLE');
  }
  const person = await findPerson(picture, engine, rules);
  if (!person) return nothing('FACE_NONE');
  const { face, aligned, hint } = person;
  const { values: plain } = await engine.embed(aligned);
  const { values: mirrored, norm, agreement } = await mirroring.embed(aligned);
  const ms = performance.now() - began;
  return { ...(hint ? { hint } : {}), plain, mirrored, norm, agreement, detection: face.score, ms };
}

/** The face that a photo is of, cut out for the recognizer, with the hint that a live frame like it would get. */
export async function findPerson(
  picture: Picture,
  engine: FaceEngine,
  rules: QualityRules,
): Promise<{ face: FoundFace; aligned: Uint8Array; hint: FaceHint | undefined } | undefined> {
  const face = nearestTheMiddle(picture, await engine.detect(picture));
  if (!face) return undefined;
  const landmarks = await engine.landmarks(picture, face);
  const aligned = engine.align(picture, landmarks);
  const size = engine.pack.models.feature.input.width;
  const hint =
    hintOfScene(picture, [face], rules) ?? hintOfFace(picture, measureFace(face, landmarks, aligned, size), rules);
  return { face, aligned, hint };
}
