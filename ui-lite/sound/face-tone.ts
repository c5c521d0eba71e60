/** A tone that leads a face to the camera. */
export interface FaceTone {
  /** −1: from the left, 1: from the right; the side to move to. */
  readonly pan: -1 | 0 | 1;
  /** Hz. Low: come closer; high: move back. */
  readonly pitch: number;
  /** It sounds on; else it beats. */
  readonly steady: boolean;
}

const low = 262;
const middle = 523;
const high = 1047;

const tones: Readonly<Record<string, FaceTone>> = {
  FACE_NONE: { pan: 0, pitch: 131, steady: false },
  FACE_MOVE_LEFT: { pan: -1, pitch: middle, steady: false },
  FACE_MOVE_RIGHT: { pan: 1, pitch: middle, steady: false },
  FACE_TOO_FAR: { pan: 0, pitch: low, steady: false },
  FACE_TOO_CLOSE: { pan: 0, pitch: high, steady: false },
};

/**
 * The tone of what the camera calls for: what a tone cannot tell is told in words alone. No hint any more: the face is right, as it is now.
 * @param before what it called for before, on this page
 */
export function toneOf(hint: string | undefined, before: string | undefined): FaceTone | undefined {
  if (hint !== undefined) return tones[hint];
  return before === undefined ? undefined : { pan: 0, pitch: middle, steady: true };
}
