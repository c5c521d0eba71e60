import type { Landmarks } from './landmarks.ts';

/** How a face is held, from its landmarks alone: ratios, no angles, since one picture does not tell depth. */
export interface Pose {
  /** Pixels between the middles of the eyes. */
  readonly eyes: number;
  /**
   * Nose tip beside the middle of the eyes, in eye distances along the eye line: 0 is straight, 0.2 some 20° to a side.
   */
  readonly turn: number;
  /** Nose tip between eye line (0) and mouth line (1): about 0.55 is level, more is down, less is up. */
  readonly nod: number;
  /** Slope of the eye line in degrees, clockwise. */
  readonly tilt: number;
  /** Height to width of the more open eye (eye aspect ratio): about 0.3 open, under 0.15 closed. */
  readonly eyesOpen: number;
}

/** Measures the pose of a face. Degenerate landmarks give NaN, which no rule accepts. */
export function poseOf(landmarks: Landmarks): Pose {
  const left = middle(landmarks, 36, 42);
  const right = middle(landmarks, 42, 48);
  const nose = middle(landmarks, 30, 31);
  const mouth = middle(landmarks, 48, 68);
  const eyes = Math.hypot(right.x - left.x, right.y - left.y);
  const along = { x: (right.x - left.x) / eyes, y: (right.y - left.y) / eyes };
  const centre = { x: (left.x + right.x) / 2, y: (left.y + right.y) / 2 };
  const beside = (p: Spot) => (p.x - centre.x) * along.x + (p.y - centre.y) * along.y;
  const below = (p: Spot) => (p.y - centre.y) * along.x - (p.x - centre.x) * along.y;
  return {
    eyes,
    turn: beside(nose) / eyes,
    nod: below(nose) / below(mouth),
    tilt: (Math.atan2(along.y, along.x) * 180) / Math.PI,
    eyesOpen: Math.max(openness(landmarks, 36), openness(landmarks, 42)),
  };
}

/** Eye aspect ratio of the eye whose six points begin at `first`: outer corner, two of the upper lid, inner corner, two of the lower. */
function openness(landmarks: Landmarks, first: number): number {
  const far = (one: number, other: number) => {
    const [a, b] = [
      middle(landmarks, first + one, first + one + 1),
      middle(landmarks, first + other, first + other + 1),
    ];
    return Math.hypot(a.x - b.x, a.y - b.y);
  };
  return (far(1, 5) + far(2, 4)) / (2 * far(0, 3));
}

interface Spot {
  readonly x: number;
  readonly y: number;
}

/** The middle of the landmarks from number `from` to before `to`. */
function middle(landmarks: Landmarks, from: number, to: number): Spot {
  let x = 0;
  let y = 0;
  for (let i = from; i < to; i++) {
    x += landmarks[i * 2] ?? 0;
    y += landmarks[i * 2 + 1] ?? 0;
  }
  return { x: x / (to - from), y: y / (to - from) };
}
