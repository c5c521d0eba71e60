import { lightAround } from './appearance.ts';
import type { FoundFace } from './detect.ts';
import type { FaceHint } from './faults.ts';
import { maskColour } from './mask.ts';
import type { MeasuredFace } from './measured-face.ts';
import type { Picture } from './picture.ts';
import type { Box } from './resample.ts';

/** What a frame must hold to be used. */
export interface QualityRules {
  /** A second face counts from this part of the first one's width on: people waiting farther back do not. */
  readonly secondFace: number;
  /** Pixels between the eyes. */
  readonly leastEyes: number;
  /** Parts of the picture's height and width that the face may take. */
  readonly mostHeight: number;
  readonly mostWidth: number;
  /**
   * Least room between the face and the picture's edges, as a part of its height: a face that touches one is cut off.
   */
  readonly leastMargin: number;
  /** See Pose. */
  readonly mostTurn: number;
  readonly nod: readonly [least: number, most: number];
  readonly mostTilt: number;
  /** Mean luma of the face, 0…255. */
  readonly leastLight: number;
  /** Part of the face that may be burnt out. */
  readonly mostBurnt: number;
  /** A face darker than `light` before surroundings brighter by `contrast` stands against the light. */
  readonly backlight: { readonly light: number; readonly contrast: number };
  /** See Appearance. */
  readonly leastSharpness: number;
  /** See Pose. */
  readonly leastEyesOpen: number;
  /** Beyond this a face that the recognizer cannot make out is taken to wear a mask (`maskColour`). */
  readonly mostMaskColour: number;
}

/** Usual rules, for a face camera of 640×480 at arm's length. */
export const usualQuality: QualityRules = {
  secondFace: 0.5,
  leastEyes: 28,
  mostHeight: 0.8,
  mostWidth: 0.55,
  leastMargin: 0.01,
  mostTurn: 0.4,
  nod: [0.33, 0.85],
  mostTilt: 20,
  leastLight: 40,
  mostBurnt: 0.35,
  backlight: { light: 75, contrast: 90 },
  leastSharpness: 0.0065,
  // Measured on 300 press photos: one open pair of eyes in 200 is under it.
  leastEyesOpen: 0.145,
  // Measured: one in 20 of weak faces without a mask is beyond it, four in five of those with a drawn one.
  mostMaskColour: 18,
};

/**
 * Looks at how many faces stand where (the largest first): what the person should do, or nothing when one face is in
 * place. Row R18.
 */
export function hintOfScene(picture: Picture, faces: readonly FoundFace[], rules: QualityRules): FaceHint | undefined {
  const [face, ...others] = faces;
  if (!face) return 'FACE_NONE';
  if (face.height > picture.height * rules.mostHeight || face.width > picture.width * rules.mostWidth)
    return 'FACE_TOO_CLOSE';
  if (others.some((other) => other.width >= face.width * rules.secondFace && apart(face, other))) return 'FACE_MANY';
  return hintOfEdges(picture, face, rules.leastMargin * picture.height);
}

/** Looks at the face itself: what the person should do, or nothing when the recognizer can use it. Row R18. */
export function hintOfFace(
  picture: Picture,
  { face, pose, appearance }: MeasuredFace,
  rules: QualityRules,
): FaceHint | undefined {
  if (pose.eyes < rules.leastEyes) return 'FACE_TOO_FAR';
  const { light, burnt, sharpness } = appearance;
  const against = lightAround(picture, face) - light > rules.backlight.contrast;
  if (burnt > rules.mostBurnt || (light < rules.backlight.light && against)) return 'FACE_BACKLIGHT';
  if (light < rules.leastLight) return 'FACE_TOO_DARK';
  const straight =
    Math.abs(pose.turn) <= rules.mostTurn &&
    pose.nod >= rules.nod[0] &&
    pose.nod <= rules.nod[1] &&
    Math.abs(pose.tilt) <= rules.mostTilt;
  if (!straight) return 'FACE_LOOK_HERE';
  if (sharpness < rules.leastSharpness) return 'FACE_HOLD_STILL';
  if (pose.eyesOpen < rules.leastEyesOpen) return 'FACE_OPEN_EYES';
  return undefined;
}

/**
 * What the person should do when a face passed `hintOfFace` and the recognizer still could not make much of it:
 * a mask, or whichever of light, pose and sharpness is nearest to its limit.
 */
export function hintOfWeakFace(picture: Picture, measured: MeasuredFace, rules: QualityRules): FaceHint {
  if (maskColour(picture, measured.landmarks) > rules.mostMaskColour) return 'FACE_MASK';
  const strict: QualityRules = {
    ...rules,
    leastLight: rules.leastLight * 2.2,
    mostBurnt: rules.mostBurnt / 3,
    leastSharpness: rules.leastSharpness * 2,
  };
  return hintOfFace(picture, measured, strict) ?? 'FACE_LOOK_HERE';
}

/**
 * Whether a face stands by itself: a part of a near face, its cheek and eye, is sometimes found as another face upon
 * it.
 */
function apart(face: Box, other: Box): boolean {
  const width = Math.min(face.x + face.width, other.x + other.width) - Math.max(face.x, other.x);
  const height = Math.min(face.y + face.height, other.y + other.height) - Math.max(face.y, other.y);
  return Math.max(0, width) * Math.max(0, height) < 0.4 * other.width * other.height;
}

/** Where a face that is nearer than `least` pixels to an edge of the picture should go. The camera sees the person's right on its left. */
function hintOfEdges({ width, height }: Picture, box: Box, least: number): FaceHint | undefined {
  const rooms = [
    ['FACE_MOVE_LEFT', box.x],
    ['FACE_MOVE_RIGHT', width - box.x - box.width],
    ['FACE_MOVE_DOWN', box.y],
    ['FACE_MOVE_UP', height - box.y - box.height],
  ] as const;
  const [hint, room] = rooms.reduce((tightest, other) => (other[1] < tightest[1] ? other : tightest));
  return room < least ? hint : undefined;
}
