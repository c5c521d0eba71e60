import { ownBytes } from '../../crypto/own-bytes.ts';
import type { Model } from './model.ts';
import type { RecognizerPack } from './pack.ts';
import type { Picture } from './picture.ts';
import { writePlanes } from './planes.ts';
import { type Box, resample } from './resample.ts';

/**
 * 68 points of a face (iBUG 300-W order: jaw 0–16, brows 17–26, nose 27–35, eyes 36–47, mouth 48–67) as x, y, x, y… in
 * the picture's pixels. The owner zeroes it.
 */
export type Landmarks = Float32Array;

/** Finds the 68 points of the face in `box`. */
export type FindLandmarks = (picture: Picture, box: Box) => Promise<Landmarks>;

/**
 * Makes the finder of landmarks. The model sees the box alone, stretched to its square input, and answers places
 * relative to it. Its working memory is kept and zeroed after each use.
 */
export function landmarkFinder(model: Model, pack: RecognizerPack): FindLandmarks {
  const how = pack.models.landmarks.input;
  const face = new Float32Array(how.width * how.height * 3);
  return (picture, box) =>
    model.run(
      (input) => {
        resample(picture, box, how.width, how.height, face);
        writePlanes(face, how.width, how.height, how, input);
        face.fill(0);
      },
      (places) => {
        const points = new Float32Array(places ?? 0);
        for (let i = 0; i < points.length; i += 2) {
          points[i] = box.x + (points[i] ?? 0) * box.width - 0.5;
          points[i + 1] = box.y + (points[i + 1] ?? 0) * box.height - 0.5;
        }
        return points;
      },
    );
}

/** The points whose mean stands for each of the five: the eyes by their lids, the nose tip, the mouth's corners. */
const fiveFrom = [[37, 38, 40, 41], [43, 44, 46, 47], [30], [48, 60], [54, 64]] as const;

/**
 * Left eye, right eye (as seen in the picture), nose tip, left and right mouth corner, as x, y, x, y…, in pixels. The
 * caller zeroes it.
 */
export function fivePoints(landmarks: Landmarks): Float32Array {
  const five = new Float32Array(ownBytes(10 * Float32Array.BYTES_PER_ELEMENT).buffer);
  fiveFrom.forEach((sources, i) => {
    for (const source of sources) {
      five[i * 2] = (five[i * 2] ?? 0) + (landmarks[source * 2] ?? 0) / sources.length;
      five[i * 2 + 1] = (five[i * 2 + 1] ?? 0) + (landmarks[source * 2 + 1] ?? 0) / sources.length;
    }
  });
  return five;
}
