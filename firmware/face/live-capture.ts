import type { Frame } from '../../drivers/camera/contract.ts';
import { isMatch } from './compare.ts';
import type { FaceEngine } from './engine.ts';
import { ExposureAdvice, type ExposureRules, usualExposure } from './exposure-advice.ts';
import { type FaceHint, faceFault } from './faults.ts';
import { HintPace, type HintRules, usualHints } from './hint-pace.ts';
import { LivenessEvidence } from './liveness/evidence.ts';
import { type StillnessRules, StillnessWatch, usualStillness } from './liveness/stillness.ts';
import { type TurnRules, TurnWatch, turnHint, usualTurn } from './liveness/turn-watch.ts';
import { type Look, lookAtFrame } from './look-at-frame.ts';
import { decodeJpeg, type Picture } from './picture.ts';
import { type QualityRules, usualQuality } from './quality.ts';
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
  readonly exposure: ExposureRules;
}

/** How a living person is told from a picture or a screen held before the camera. */
export interface LivenessRules {
  /** Whether presentation attacks are looked for at all; stillness always is. */
  readonly required: boolean;
  /** Score (`LivenessEvidence`) from which frames are taken for a living person's; under it the person is asked to turn the head. */
  readonly leastScore: number;
  readonly stillness: StillnessRules;
  readonly turn: TurnRules;
}

/** Usual rules. */
export const usualCapture: CaptureRules = {
  frames: 3,
  mostBroken: 15,
  quality: usualQuality,
  liveness: { required: true, leastScore: 0, stillness: usualStillness, turn: usualTurn },
  hints: usualHints,
  exposure: usualExposure,
};

/** The template of somebody who stood before the camera. The owner zeroes `values`. */
export type LiveTemplate = Template;

/**
 * Takes frames as they come until the best few good ones, all of one person whose face was seen to move, make a live
 * template. Tells `onHint`, calmly, what the person should do, nothing once all is well, and `onExposure`, as calmly, by how many stops (−2…2) the
 * camera should expose against its usual. Owns every frame: each is zeroed, and so is every template that is not answered.
 * In doubt whether a living person stands there, asks for a turn of the head, to a side that `random` (0…1) chooses; asks
 * again whoever went out of sight meanwhile.
 * Throws FACE_NOT_LIVE when a good face stays perfectly still or no asked turn comes, FACE_LIVENESS_MISSING when
 * liveness is required and the pack brings none, FACE_FRAMES_ENDED when the camera stops before,
 * FACE_PICTURE_UNREADABLE when it gives broken pictures only, what `frames` throws, and the signal's reason when
 * aborted. Rows R11, R18.
 */
export async function captureLive(
  frames: AsyncIterable<Frame>,
  engine: FaceEngine,
  rules: CaptureRules,
  onHint: (hint: FaceHint | undefined) => void,
  signal: AbortSignal,
  random: () => number,
  onExposure: (stops: number) => void = () => undefined,
): Promise<LiveTemplate> {
  const capture = new Capture(engine, rules, onHint, random, onExposure);
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
  readonly #onHint: (hint: FaceHint | undefined) => void;
  readonly #random: () => number;
  readonly #onExposure: (stops: number) => void;
  readonly #hints: HintPace;
  readonly #exposure: ExposureAdvice;
  readonly #stillness = new StillnessWatch();
  readonly #evidence: LivenessEvidence | undefined;
  #kept: { readonly template: Template; readonly quality: number }[] = [];
  #goodSince: number | undefined;
  #asked: TurnWatch | undefined;
  /** Outlasts `forget`: who was doubted once does not pass by leaving the picture and coming back. */
  #asks = 0;
  /** `Pose.turn` of the last good frame. */
  #turn = 0;
  /** Whether the person was seen straight again after the asked turn: nobody took another's place meanwhile. */
  #back = false;
  #broken = 0;

  constructor(
    engine: FaceEngine,
    rules: CaptureRules,
    onHint: (hint: FaceHint | undefined) => void,
    random: () => number,
    onExposure: (stops: number) => void,
  ) {
    this.#engine = engine;
    this.#rules = rules;
    this.#onHint = onHint;
    this.#random = random;
    this.#onExposure = onExposure;
    this.#hints = new HintPace(rules.hints, onHint);
    this.#exposure = new ExposureAdvice(rules.exposure);
    const { liveness } = engine.pack;
    if (rules.liveness.required && !liveness) throw faceFault('FACE_LIVENESS_MISSING', engine.pack.name);
    this.#evidence = rules.liveness.required && liveness ? new LivenessEvidence(liveness) : undefined;
  }

  /** Takes the next frame; answers the live template once there is enough for it. */
  async take(frame: Frame): Promise<LiveTemplate | undefined> {
    const picture = await this.#decode(frame);
    if (!picture) return undefined;
    try {
      const look = await lookAtFrame(this.#engine, picture, this.#rules.quality);
      this.#tell(look, frame.at);
      this.#light(look, frame.at);
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

  /** Somebody who was asked to turn the head is not told to look straight. */
  #tell({ hint }: Look, at: number): void {
    const turning = this.#asked && !this.#asked.turned;
    if (turning && hint !== 'FACE_NONE' && hint !== 'FACE_MANY') return;
    this.#hints.add(hint, at);
  }

  /** Has the camera expose for the face. Another exposure is no movement: stillness is watched anew. */
  #light({ hint, seen }: Look, at: number): void {
    if (!seen && hint !== 'FACE_NONE') return;
    const stops = this.#exposure.add(seen, at);
    if (stops === undefined) return;
    this.#onExposure(stops);
    this.#stillness.forget();
    this.#goodSince = undefined;
  }

  /** Keeps the best few templates of one person; starts over when nobody, a second face or somebody else is there. */
  #follow(look: Look, picture: Picture, at: number): void {
    const turned = this.#asked?.turned;
    if (look.seen && this.#asked?.add(look.seen.face, look.seen.turn) === false) this.forget();
    if (this.#asked?.turned && !turned) this.#onHint(undefined); // and back again
    if (look.hint) {
      if (look.hint === 'FACE_NONE' || look.hint === 'FACE_MANY') this.forget();
      return;
    }
    const [known] = this.#kept;
    if (known && !isMatch(known.template, look.template, this.#engine.pack.threshold)) this.forget();
    this.#turn = look.seen.turn;
    if (!this.#exposure.isSettling(at)) {
      this.#goodSince ??= at;
      this.#stillness.add(picture, look.seen.face);
    }
    if (this.#asked?.turned) this.#back = true;
    if (look.cues && !this.#asked) this.#evidence?.add(look.cues);
    this.#kept.push({ template: look.template, quality: look.quality });
    this.#kept.sort((one, other) => other.quality - one.quality);
    for (const { template } of this.#kept.splice(this.#rules.frames)) template.values.fill(0);
  }

  #decide(at: number): LiveTemplate | undefined {
    if (this.#asked?.isOver(at)) throw faceFault('FACE_NOT_LIVE');
    if (this.#goodSince === undefined) return undefined;
    const { leastChange, stillAfterMs, fewestFrames } = this.#rules.liveness.stillness;
    if (this.#stillness.change < leastChange) {
      const seenEnough = at - this.#goodSince >= stillAfterMs && this.#stillness.frames >= fewestFrames;
      if (seenEnough) throw faceFault('FACE_NOT_LIVE');
      return undefined;
    }
    if (this.#kept.length < this.#rules.frames || !this.#isLiving(at)) return undefined;
    return fuseTemplates(this.#kept.map(({ template }) => template));
  }

  /** Whether the frames so far, or a turn of the head, are a living person's; asks for the turn when in doubt. */
  #isLiving(at: number): boolean {
    if (this.#asked) return this.#back;
    if (!this.#evidence) return true;
    const { leastScore, turn } = this.#rules.liveness;
    if (this.#asks === 0 && this.#evidence.score >= leastScore) return true;
    if (this.#asks === turn.mostAsks) throw faceFault('FACE_NOT_LIVE');
    this.#asks += 1;
    const side = this.#random() < 0.5 ? 'left' : 'right';
    this.#asked = new TurnWatch(turn, side, this.#turn, at);
    this.#onHint(turnHint[side]);
    return false;
  }

  /** Zeroes everything of the person. */
  forget(): void {
    for (const { template } of this.#kept) template.values.fill(0);
    this.#kept = [];
    this.#goodSince = undefined;
    this.#asked = undefined;
    this.#back = false;
    this.#stillness.forget();
    this.#evidence?.forget();
  }
}
