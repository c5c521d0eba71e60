import type { Landmarks } from './landmarks.ts';
import type { Picture } from './picture.ts';

/** Places of skin that a mask leaves free: root of the nose, between the brows. */
const free = [
  [27, 27],
  [21, 22],
] as const;
/** Places that it covers: beside the mouth's corners and between lip and chin. */
const covered = [
  [48, 4],
  [54, 12],
  [57, 8],
] as const;
/** Half the side of a place, in eye distances. */
const reach = 0.1;

/**
 * How far the colour around the mouth is from that of the brow, in steps of chroma (Cb and Cr of ITU-R BT.601, 0…255): skin is
 * within 10 or so of itself in the same light, a mask is not. 0 in pictures without colour.
 */
export function maskColour(picture: Picture, landmarks: Landmarks): number {
  const eyes = Math.hypot(between(landmarks, 36, 45, 0), between(landmarks, 36, 45, 1)) || 1;
  const [above, below] = [free, covered].map((places) => chromaAt(picture, landmarks, places, reach * eyes));
  return Math.hypot((above?.[0] ?? 0) - (below?.[0] ?? 0), (above?.[1] ?? 0) - (below?.[1] ?? 0));
}

const between = (landmarks: Landmarks, one: number, other: number, axis: 0 | 1): number =>
  (landmarks[other * 2 + axis] ?? 0) - (landmarks[one * 2 + axis] ?? 0);

/** Mean Cb and Cr of squares about the middles of pairs of points. */
function chromaAt(
  { width, height, rgb }: Picture,
  landmarks: Landmarks,
  places: readonly (readonly [number, number])[],
  half: number,
): readonly [number, number] {
  let [cb, cr, count] = [0, 0, 0];
  for (const [one, other] of places) {
    const [x, y] = [0, 1].map((axis) => (landmarks[one * 2 + axis] ?? 0) / 2 + (landmarks[other * 2 + axis] ?? 0) / 2);
    const [left, right] = [Math.max(0, Math.ceil((x ?? 0) - half)), Math.min(width - 1, (x ?? 0) + half)];
    const [top, bottom] = [Math.max(0, Math.ceil((y ?? 0) - half)), Math.min(height - 1, (y ?? 0) + half)];
    for (let v = top; v <= bottom; v++)
      for (let u = left; u <= right; u++, count++) {
        const at = (v * width + u) * 3;
        const [r, g, b] = [rgb[at] ?? 0, rgb[at + 1] ?? 0, rgb[at + 2] ?? 0];
        cb += -0.168736 * r - 0.331264 * g + 0.5 * b;
        cr += 0.5 * r - 0.418688 * g - 0.081312 * b;
      }
  }
  return count > 0 ? [cb / count, cr / count] : [0, 0];
}
