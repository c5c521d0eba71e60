import type { Clock } from '../../../firmware/device/clock.ts';
import type { Frame } from '../../camera/contract.ts';
import { paced } from '../../camera/emulated/pace.ts';
import type { Scene } from './lay-scene.ts';

/** What an emulated card camera is given. */
export interface CardViewOptions {
  /** What lies on the bed now. Asked for each frame. */
  readonly scene: () => Scene;
  readonly clock: Clock;
  /** Ends the view. */
  readonly signal: AbortSignal;
  /** Frames a second, 15 by default. */
  readonly fps?: number;
}

/** What the card camera sees of the bed, no two frames alike. Ends when the signal aborts. */
export async function* cardView({ scene, clock, signal, fps = 15 }: CardViewOptions): AsyncGenerator<Frame> {
  for await (const seconds of paced(fps, clock, signal)) {
    const { jpeg } = await scene().frame(seconds * 1000);
    yield { jpeg, at: clock.monotonic() };
  }
}
