import type { Picture } from '../picture.ts';
import { luma } from '../planes.ts';
import { type Box, resample } from '../resample.ts';

/** What a living face must show over the frames of one capture. */
export interface StillnessRules {
  /** Least change of the face's place between the first good frame and a later one; see `StillnessWatch.add`. */
  readonly leastChange: number;
  /** A good face that has not changed that much after this long (ms) is not accepted as live. */
  readonly stillAfterMs: number;
  /** Nor is it refused on fewer frames: a slow reader sees two that happen to be alike. */
  readonly fewestFrames: number;
}

/**
 * Usual rules. A still picture under a sensor's noise (σ 4 of 255) and changing light stays under 0.022; somebody who
 * tries to hold still passes 0.03 in three to five frames, by breath and sway.
 */
export const usualStillness: StillnessRules = { leastChange: 0.03, stillAfterMs: 4000, fewestFrames: 6 };

const side = 24;

/**
 * The first liveness rule: nobody alive stands perfectly still. Watches one fixed place of the picture, where the face
 * was first seen. It refuses a picture on a stand; a picture moved by hand passes it, so it is no presentation attack
 * detection in the sense of ISO/IEC 30107-3.
 */
export class StillnessWatch {
  #place: Box | undefined;
  readonly #first = new Float32Array(side * side);
  readonly #now = new Float32Array(side * side);
  readonly #cut = new Float32Array(side * side * 3);
  #change = 0;
  #frames = 0;

  /** How many frames were taken. */
  get frames(): number {
    return this.#frames;
  }

  /** The largest change so far. */
  get change(): number {
    return this.#change;
  }

  /**
   * Takes a good frame. The change is the root mean square difference of the face's place, seen 24×24, between the
   * first frame and this one, both brought to mean 0 and spread 1, so that brighter or darker light does not count.
   */
  add(picture: Picture, face: Box): void {
    const first = this.#place === undefined;
    this.#frames++;
    this.#place ??= { x: face.x, y: face.y, width: face.width, height: face.height };
    resample(picture, this.#place, side, side, this.#cut);
    const grid = first ? this.#first : this.#now;
    for (let i = 0; i < grid.length; i++) grid[i] = luma(this.#cut, i * 3);
    standardise(grid);
    this.#cut.fill(0);
    if (first) return;
    let squares = 0;
    for (let i = 0; i < grid.length; i++) squares += ((grid[i] ?? 0) - (this.#first[i] ?? 0)) ** 2;
    this.#change = Math.max(this.#change, Math.sqrt(squares / grid.length));
    grid.fill(0);
  }

  /** Starts over, zeroing what it saw. */
  forget(): void {
    this.#place = undefined;
    this.#change = 0;
    this.#frames = 0;
    this.#first.fill(0);
  }
}

/** Brings values to mean 0 and spread 1, in place; a flat grid becomes zero. */
function standardise(grid: Float32Array): void {
  let sum = 0;
  for (const value of grid) sum += value;
  const mean = sum / grid.length;
  let squares = 0;
  for (const value of grid) squares += (value - mean) ** 2;
  const spread = Math.sqrt(squares / grid.length);
  for (let i = 0; i < grid.length; i++) grid[i] = spread > 0 ? ((grid[i] ?? 0) - mean) / spread : 0;
}
