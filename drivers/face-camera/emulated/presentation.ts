import type { Picture } from '../../camera/emulated/picture.ts';
import type { Random } from '../../camera/emulated/random.ts';
import type { FacePlace } from './face-place.ts';

/** Whatever is before the face camera, prepared: a person, or something that shows one. */
export interface Presentation {
  /**
   * Paints all that the camera sees at a moment; the same seed paints the same.
   * @param turn how far it is turned, −1…1: 1 is some 25° towards the right of the picture, the left of who stands there
   * @param frame 640 × 480, all of it is painted over
   */
  draw(seconds: number, turn: number, frame: Picture): void;
}

/** What a presentation is made from. */
export interface Subject {
  /** JPEG or PNG, upright. */
  readonly portrait: Buffer;
  readonly face: FacePlace;
  readonly random: Random;
}
