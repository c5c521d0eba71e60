import type { Box } from '../../firmware/face/resample.ts';

/** The face that a photo is of: others in it, as press photos have them, are passed over. */
export function nearestTheMiddle<Face extends Box>(
  { width, height }: { readonly width: number; readonly height: number },
  faces: readonly Face[],
): Face | undefined {
  const far = (face: Box) => Math.hypot(face.x + face.width / 2 - width / 2, face.y + face.height / 2 - height / 2);
  return [...faces].sort((one, other) => far(one) - far(other))[0];
}
