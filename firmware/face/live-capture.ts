import type { Frame } from '../../drivers/camera/contract.ts';
import { isMatch } from './compare.ts';
import type { FaceEngine } from './engine.ts';
import { type FaceHint, faceFault } from './faults.ts';
import { HintPace, type HintRules, usualHints } from './hint-pace.ts';
import { type Look, lookAtFrame } from './look-at-frame.ts';
import { decodeJpeg, type Picture } from './picture.ts';
import { type QualityRules, usualQuality } from './quality.ts';
import { type LivenessRules, StillnessWatch, usualLiveness } from './stillness.ts';
import { fuseTemplates, type Template } from './template.ts';

/** How a live face is taken. */
export interface CaptureRules {
  /** Good frames that make one live template. */
  readonly frames: number;
  /** Broken pictures in a row that are forgiven. */
  readonly mostBroken: number;
  readonly quality: QualityRules;
  readonly liveness: LivenessRules;
  readonly hints: HintRules;
}

/** Usual rules. */
export const usualCapture: CaptureRules = {
  frames: 3,
  mostBroken: 15,
  quality: usualQuality,
  liveness: usualLiveness,
  hints: usualHints,
};

/** The template of somebody who stood before the camera. The owner zeroes `values`. */
export type LiveTemplate = Template;

/**
 * Takes frames as they come until the best few good ones, all of one person whose face was seen to move, make a live
 * template. Tells `onHint`, calmly, what the person should do. Owns every frame: each is zeroed, and so is every
 * template that is not answered.
 * Throws FACE_NOT_LIVE when a good face stays perfectly still, FACE_FRAMES_ENDED when the camera stops before,
 * FACE_PICTURE_UNREADABLE when it gives broken pictures only, what `frames` throws, and the signal's reason when
 * aborted. Rows R11, R18.
 */
export async function captureLive(
  frames: AsyncIterable<Frame>,
  engine: FaceEngine,
  rules: CaptureRules,
  onHint: (hint: FaceHint) => void,
  signal: AbortSignal,
): Promise<LiveTemplate> {
  const capture = new Capture(engine, rules, onHint);
  try {
    for await (const frame of frames) {
      try {
        signal.throwIfAborted();
        const live = await capture.take(frame);
        if (live && !signal.aborted) return live;
        live?.values.fill(0);
      } finally {
        frame.jpeg.fill(0);
      }
    }
    signal.throwIfAborted();
    throw faceFault('FACE_FRAMES_ENDED');
  } finally {
    capture.forget();
  }
}

/** What is known so far of who stands before the camera. */
class Capture {
  readonly #engine: FaceEngine;
  readonly #rules: CaptureRules;
  readonly #hints: HintPace;
  readonly #stillness = new StillnessWatch();
  #kept: { readonly template: Template; readonly quality: number }[] = [];
  #goodSince: number | undefined;
  #broken = 0;

  constructor(engine: FaceEngine, rules: CaptureRules, onHint: (hint: FaceHint) => void) {
    this.#engine = engine;
    this.#rules = rules;
    this.#hints = new HintPace(rules.hints, onHint);
  }

  /** Takes the next frame; answers the live template once there is enough for it. */
  async take(frame: Frame): Promise<LiveTemplate | undefined> {
    const picture = await this.#decode(frame);
    if (!picture) return undefined;
    try {
      const look = await lookAtFrame(this.#engine, picture, this.#rules.quality);
      this.#hints.add(look.hint, frame.at);
      this.#follow(look, picture, frame.at);
    } finally {
      picture.rgb.fill(0);
    }
    return this.#decide(frame.at);
  }

  async #decode(frame: Frame): Promise<Picture | undefined> {
    try {
      const picture = await decodeJpeg(frame.jpeg);
      this.#broken = 0;
      return picture;
    } catch (error) {
      this.#broken++;
      if (this.#broken > this.#rules.mostBroken) throw error;
      return undefined; // cameras send a torn picture now and then
    }
  }

  /** Keeps the best few templates of one person; starts over when nobody, a second face or somebody else is there. */
  #follow(look: Look, picture: Picture, at: number): void {
    if (look.hint) {
      if (look.hint === 'FACE_NONE' || look.hint === 'FACE_MANY') this.forget();
      return;
    }
    const [known] = this.#kept;
    if (known && !isMatch(known.template, look.template, this.#engine.pack.threshold)) this.forget();
    this.#goodSince ??= at;
    this.#stillness.add(picture, look.face);
    this.#kept.push({ template: look.template, quality: look.quality });
    this.#kept.sort((one, other) => other.quality - one.quality);
    for (const { template } of this.#kept.splice(this.#rules.frames)) template.values.fill(0);
  }

  #decide(at: number): LiveTemplate | undefined {
    if (this.#goodSince === undefined) return undefined;
    const { leastChange, stillAfterMs } = this.#rules.liveness;
    if (this.#stillness.change >= leastChange) {
      return this.#kept.length >= this.#rules.frames
        ? fuseTemplates(this.#kept.map(({ template }) => template))
        : undefined;
    }
    if (at - this.#goodSince >= stillAfterMs) throw faceFault('FACE_NOT_LIVE');
    return undefined;
  }

  /** Zeroes everything of the person. */
  forget(): void {
    for (const { template } of this.#kept) template.values.fill(0);
    this.#kept = [];
    this.#goodSince = undefined;
    this.#stillness.forget();
  }
}
