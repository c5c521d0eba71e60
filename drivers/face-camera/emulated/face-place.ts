/** A point of a portrait, as parts of its width and height. */
export type Spot = readonly [x: number, y: number];

/** The rim of an eye as seen in the picture: left corner, upper lid twice, right corner, lower lid twice, clockwise. */
export type Eye = readonly [Spot, Spot, Spot, Spot, Spot, Spot];

/** Where the face is in a portrait: its middle and its width from ear to ear, as parts of the portrait's width and height. */
export interface FacePlace {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  /** Left and right as seen in the picture. A person whose eyes are not known does not blink. */
  readonly eyes?: readonly [Eye, Eye];
}

/** The face in a usual head-and-shoulders portrait. */
export const usualFace: FacePlace = { x: 0.5, y: 0.36, width: 0.42 };

/** Ears stand out beyond the outermost points of the jaw. */
const earToEar = 1.15;

/**
 * The place of a face whose landmarks are known.
 * @param landmarks 68 points (iBUG 300-W order) as x, y, x, y… in pixels of a portrait of `width` × `height`
 */
export function facePlaceOf(landmarks: ArrayLike<number>, width: number, height: number): FacePlace {
  const spot = (point: number): Spot => [(landmarks[2 * point] ?? 0) / width, (landmarks[2 * point + 1] ?? 0) / height];
  const eye = (first: number): Eye => [
    spot(first),
    spot(first + 1),
    spot(first + 2),
    spot(first + 3),
    spot(first + 4),
    spot(first + 5),
  ];
  const [leftEar, rightEar, leftEye, rightEye, leftMouth, rightMouth] = [0, 16, 36, 45, 48, 54].map(spot) as Six;
  return {
    x: (leftEar[0] + rightEar[0]) / 2,
    y: (leftEye[1] + rightEye[1] + leftMouth[1] + rightMouth[1]) / 4,
    width: (rightEar[0] - leftEar[0]) * earToEar,
    eyes: [eye(36), eye(42)],
  };
}

type Six = [Spot, Spot, Spot, Spot, Spot, Spot];
