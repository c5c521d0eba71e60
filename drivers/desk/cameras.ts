import type { Frame } from '../camera/contract.ts';
import type { CameraFailure } from '../camera/emulated/failing.ts';
import type { PrintedFace } from '../card/emulated/printed-face.ts';
import type { Light } from '../face-camera/emulated/light.ts';
import type { Shown } from '../face-camera/emulated/standing.ts';

/** What is before the desk's two cameras, and what they see of it. */
export interface DeskCameras {
  /** Lays a card on the bed, by what is printed on it; takes it away when undefined. Once done, no picture waits for it. */
  lay(printed: PrintedFace | undefined): Promise<void>;
  /** Puts somebody, or a picture of somebody, straight before the face camera; nobody when undefined. */
  show(shown: Shown | undefined): void;
  /** Has what is before the face camera turn, −1…1; see `Presentation`. */
  turnTo(turn: number): void;
  /** What light a person stands in. */
  lightFrom(light: Light): void;
  /** Has a camera fail so, or work again when undefined. */
  fail(camera: 'card' | 'face', failure: CameraFailure | undefined): void;
  cardFrames(signal: AbortSignal): AsyncIterable<Frame>;
  /** `exposure`: stops that the camera is asked to expose more, now. */
  faceFrames(signal: AbortSignal, exposure?: () => number): AsyncIterable<Frame>;
  /** Ends all views. */
  close(): Promise<void>;
}
