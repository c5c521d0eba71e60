import { overlap } from '../detect.ts';
import type { FaceHint } from '../faults.ts';
import type { Box } from '../resample.ts';

/** How a turn of the head is asked and judged. */
export interface TurnRules {
  /** By how much `Pose.turn` must change towards the asked side: about 15°. */
  readonly leastTurn: number;
  /** From the asking; then the face is not taken as live. */
  readonly mostMs: number;
  /** Asks in one capture: whoever goes out of sight is asked anew, and each ask is another chance for a film. */
  readonly mostAsks: number;
  /** Least overlap (intersection over union) of a face's box with the one before: it is the same one, never out of sight. */
  readonly leastOverlap: number;
}

/** Usual rules. */
export const usualTurn: TurnRules = { leastTurn: 0.13, mostMs: 8000, mostAsks: 2, leastOverlap: 0.3 };

/** The side to turn to, as the person has it. */
export type Side = 'left' | 'right';

/** What is asked of the person. */
export const turnHint = { left: 'FACE_TURN_LEFT', right: 'FACE_TURN_RIGHT' } as const satisfies Record<Side, FaceHint>;

/**
 * One asked turn of the head. Nose against eyes moves when something as deep as a head turns; held flat, a picture can be
 * tilted as one likes and its ratio stays. Played back, a head turns to a side of its own.
 */
export class TurnWatch {
  readonly #rules: TurnRules;
  readonly #askedAt: number;
  readonly side: Side;
  readonly #straight: number;
  #before: Box | undefined;
  #turned = false;

  /**
   * @param straight `Pose.turn` when it was asked
   * @param at when that was, ms
   */
  constructor(rules: TurnRules, side: Side, straight: number, at: number) {
    this.#rules = rules;
    this.side = side;
    this.#straight = straight;
    this.#askedAt = at;
  }

  /** Whether the head was turned as asked. */
  get turned(): boolean {
    return this.#turned;
  }

  /** Whether the time for it is over at `at`, ms. */
  isOver(at: number): boolean {
    return at - this.#askedAt > this.#rules.mostMs;
  }

  /**
   * Takes where the face is and how it is turned (`Pose.turn`).
   * @returns false when it is not the face of the frame before
   */
  add(face: Box, turn: number): boolean {
    if (this.#before && overlap(face, this.#before) < this.#rules.leastOverlap) return false;
    this.#before = { x: face.x, y: face.y, width: face.width, height: face.height };
    // In the picture the nose goes to the right when the person turns to their left.
    const towards = this.side === 'left' ? turn - this.#straight : this.#straight - turn;
    if (towards >= this.#rules.leastTurn) this.#turned = true;
    return true;
  }
}
