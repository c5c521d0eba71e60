import type { Clock } from '../../firmware/device/clock.ts';
import type { Frame } from '../camera/contract.ts';
import { type CameraFailure, failing } from '../camera/emulated/failing.ts';
import type { PrintedFace } from '../card/emulated/printed-face.ts';
import { cardView } from '../card-camera/emulated/card-view.ts';
import { drawCardFace } from '../card-camera/emulated/draw-card-face.ts';
import { layScene, type Scene } from '../card-camera/emulated/lay-scene.ts';
import type { Light } from '../face-camera/emulated/light.ts';
import { presentationView } from '../face-camera/emulated/presentation-view.ts';
import { type Shown, Standing } from '../face-camera/emulated/standing.ts';
import type { DeskCameras } from './cameras.ts';

/** A card laid with care under a good lamp. */
const withCare = { rotation: 0.5, shift: 1, 'uneven-light': 1, noise: 1 } as const;

/** As usual cameras do, and more than the live picture must have. */
const faceFps = 20;
/** A frame takes longer to be read: more of them only take the processor from who reads. */
const cardFps = 10;

const laidByHand = (card: Buffer | undefined): Promise<Scene> =>
  layScene({ card, disturbances: withCare, random: Math.random });

/** The desk's cameras over an empty desk, drawn where this is called. */
export const setUpViews = async (clock: Clock): Promise<DeskCameras> =>
  new DeskViews(clock, await laidByHand(undefined));

class DeskViews implements DeskCameras {
  readonly #clock: Clock;
  readonly #emptyBed: Scene;
  readonly #over = new AbortController();
  #scene: Scene;
  #shown: Shown | undefined;
  #turn = 0;
  #light: Light = 'usual';
  readonly #standing = new Standing(Math.random);
  readonly #failures: { card?: CameraFailure | undefined; face?: CameraFailure | undefined } = {};

  constructor(clock: Clock, emptyBed: Scene) {
    this.#clock = clock;
    this.#emptyBed = emptyBed;
    this.#scene = emptyBed;
  }

  async lay(printed: PrintedFace | undefined): Promise<void> {
    this.#scene = printed ? await laidByHand(await drawCardFace(printed)) : this.#emptyBed;
  }

  show(shown: Shown | undefined): void {
    this.#shown = shown;
    this.#turn = 0;
    if (shown) this.#standing.presentation(shown, this.#light).catch(() => undefined); // told to who looks
  }

  turnTo(turn: number): void {
    this.#turn = turn;
  }

  lightFrom(light: Light): void {
    this.#light = light;
  }

  fail(camera: 'card' | 'face', failure: CameraFailure | undefined): void {
    this.#failures[camera] = failure;
  }

  cardFrames(signal: AbortSignal): AsyncIterable<Frame> {
    const view = cardView({ scene: () => this.#scene, clock: this.#clock, signal: this.#until(signal), fps: cardFps });
    return failing(view, () => this.#failures.card);
  }

  faceFrames(signal: AbortSignal, exposure: () => number = () => 0): AsyncIterable<Frame> {
    const view = presentationView({
      shown: () => this.#shown,
      turn: () => this.#turn,
      light: () => this.#light,
      exposure,
      clock: this.#clock,
      random: Math.random,
      signal: this.#until(signal),
      fps: faceFps,
      standing: this.#standing,
    });
    return failing(view, () => this.#failures.face);
  }

  async close(): Promise<void> {
    this.#over.abort();
  }

  #until(signal: AbortSignal): AbortSignal {
    return AbortSignal.any([signal, this.#over.signal]);
  }
}
