import type { Model } from './model.ts';
import type { Preprocessing, RecognizerPack } from './pack.ts';
import type { Picture } from './picture.ts';
import { writePlanes } from './planes.ts';
import { type Box, resample } from './resample.ts';

/** A face found in a picture: its box in the picture's pixels and the detector's confidence, 0…1. */
export interface FoundFace extends Box {
  readonly score: number;
}

/** Finds the faces of a picture, the largest first. */
export type DetectFaces = (picture: Picture) => Promise<FoundFace[]>;

/**
 * Makes the detector. A picture is fitted into the model's input without changing its proportions: a portrait stretched
 * to 4:3 loses its face. The model answers scores (background, face) and corners relative to its input. Its working
 * memory is kept and zeroed after each use.
 */
export function faceDetector(model: Model, pack: RecognizerPack): DetectFaces {
  const how = pack.models.detect.input;
  const fitted = new Float32Array(how.width * how.height * 3);
  return async (picture) => {
    const scale = Math.min(how.width / picture.width, how.height / picture.height);
    const width = Math.max(1, Math.round(picture.width * scale));
    const height = Math.max(1, Math.round(picture.height * scale));
    const left = (how.width - width) >> 1;
    const top = (how.height - height) >> 1;
    const found = await model.run(
      (input) => {
        resample(picture, { x: 0, y: 0, width: picture.width, height: picture.height }, width, height, fitted);
        writePlanes(fitted, width, height, how, input, left, top);
        fitted.fill(0);
      },
      (scores, corners) => readFaces(scores, corners, pack.detection.leastScore, how),
    );
    return withoutOverlaps(found, pack.detection.mostOverlap)
      .map(({ score, ...box }) => ({
        score,
        x: (box.x - left) / scale,
        y: (box.y - top) / scale,
        width: box.width / scale,
        height: box.height / scale,
      }))
      .sort((one, other) => other.width * other.height - one.width * one.height);
  };
}

function readFaces(
  scores: Float32Array | undefined,
  corners: Float32Array | undefined,
  leastScore: number,
  input: Preprocessing,
): FoundFace[] {
  const faces: FoundFace[] = [];
  if (!scores || !corners) return faces;
  for (let i = 0; i * 2 < scores.length; i++) {
    const score = scores[i * 2 + 1] ?? 0;
    if (!(score >= leastScore)) continue;
    const x = (corners[i * 4] ?? 0) * input.width;
    const y = (corners[i * 4 + 1] ?? 0) * input.height;
    const width = (corners[i * 4 + 2] ?? 0) * input.width - x;
    const height = (corners[i * 4 + 3] ?? 0) * input.height - y;
    if (width >= 1 && height >= 1) faces.push({ score, x, y, width, height });
  }
  return faces;
}

/** Keeps the most certain of boxes that lie on each other (non-maximum suppression by intersection over union). */
export function withoutOverlaps(faces: readonly FoundFace[], mostOverlap: number): FoundFace[] {
  const kept: FoundFace[] = [];
  for (const face of [...faces].sort((one, other) => other.score - one.score)) {
    if (kept.every((other) => overlap(face, other) <= mostOverlap)) kept.push(face);
  }
  return kept;
}

/** Intersection over union of two boxes, 0…1. */
export function overlap(one: Box, other: Box): number {
  const width = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
  const height = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y);
  if (width <= 0 || height <= 0) return 0;
  const shared = width * height;
  return shared / (one.width * one.height + other.width * other.height - shared);
}
