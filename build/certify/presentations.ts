import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Frame } from '../../drivers/camera/contract.ts';
import { seededRandom } from '../../drivers/camera/emulated/random.ts';
import { steppedClock } from '../../drivers/camera/emulated/stepped-clock.ts';
import { type AttackKind, attackKinds } from '../../drivers/face-camera/emulated/attacks/kinds.ts';
import { facePlaceOf } from '../../drivers/face-camera/emulated/face-place.ts';
import { presentationView } from '../../drivers/face-camera/emulated/presentation-view.ts';
import type { Shown } from '../../drivers/face-camera/emulated/standing.ts';
import type { FaceEngine } from '../../firmware/face/engine.ts';
import { loadFaceEngine } from '../../firmware/face/engine.ts';
import type { FaceHint } from '../../firmware/face/faults.ts';
import { captureLive, usualCapture } from '../../firmware/face/live-capture.ts';
import { type LivenessCues, meanCues } from '../../firmware/face/liveness/evidence.ts';
import type { RecognizerPack } from '../../firmware/face/pack.ts';
import { decodeJpeg } from '../../firmware/face/picture.ts';
import type { Acquired } from './acquire.ts';
import { digestOf, foldOf, type Photo } from './dataset.ts';
import { openJournal } from './journal.ts';
import { nearestTheMiddle } from './nearest-the-middle.ts';
import { passes, type QualityGate, qualityOf } from './quality-fit.ts';

/** What can stand before the camera. */
export const presentationKinds = ['living', ...attackKinds] as const;
export type PresentationKind = 'living' | AttackKind;

/** How the device took one presentation of somebody's face. */
export interface Presented {
  readonly kind: PresentationKind;
  readonly person: string;
  /** `at-once`: taken for living by its frames alone; `after-turn`: after the asked turn of the head. */
  readonly outcome: 'at-once' | 'after-turn' | 'refused' | 'not-acquired';
  /** Means over the frames before anything was asked; undefined when there were none. */
  readonly cues?: LivenessCues;
}

/** Frames shown before a presentation counts as not acquired, and after a turn was asked, 15 a second. */
const [mostFrames, framesToTurn] = [45, 40];

export interface PresentationWork {
  readonly dataset: string;
  /** One photo of each person. */
  readonly photos: readonly Photo[];
  readonly pack: RecognizerPack;
  readonly modelFolder: string;
  readonly seed: number;
  readonly kinds: readonly PresentationKind[];
  /** False ends each presentation where a turn of the head would be asked. */
  readonly ask: boolean;
  /** Journal, for going on after an interruption. */
  readonly file: string;
  readonly onProgress: (done: number, of: number) => void;
}

/**
 * The photos to present: of each person of one half (`foldOf` two), the one that the recognizer makes out best, by the digest of
 * their names the first `most`. Calibration takes half 0, reports half 1.
 */
export function toPresent(photos: readonly Acquired[], quality: QualityGate, half: 0 | 1, most: number): Acquired[] {
  const best = new Map<string, Acquired>();
  for (const photo of photos) {
    if (foldOf(photo.person, 2) !== half || !passes(quality, photo)) continue;
    const known = best.get(photo.person);
    const better = !known || qualityOf(quality.weights, photo) > qualityOf(quality.weights, known);
    if (better) best.set(photo.person, photo);
  }
  const byDigest = [...best.values()].sort((a, b) => (digestOf(a.person) < digestOf(b.person) ? -1 : 1));
  return byDigest.slice(0, most);
}

/** A journal's name that another pack, seed or way of asking does not share. */
export function presentationJournal(
  work: string,
  { liveness, template }: RecognizerPack,
  seed: number,
  ask: boolean,
): string {
  const what = createHash('sha256')
    .update(JSON.stringify({ liveness, template, seed, ask }))
    .digest('hex')
    .slice(0, 16);
  return join(work, `presented-${what}.jsonl`);
}

/**
 * Presents every photo as a living person and by each simulated attack to the device's own capture, on all cores. A living person
 * turns the head as asked; an attacker turns what is held up.
 */
export async function present(work: PresentationWork): Promise<Presented[]> {
  const { photos, kinds, pack, modelFolder, file, onProgress } = work;
  const journal = await openJournal<Presented>(
    file,
    (entry) => entry,
    (words) => words,
  );
  const done = new Map(journal.done);
  const jobs = photos.flatMap((photo) => kinds.map((kind) => ({ photo, kind, key: `${photo.path} ${kind}` })));
  const waiting = jobs.filter(({ key }) => !done.has(key)).values();
  const lane = async () => {
    const engine = await loadFaceEngine({ pack, modelFolder, threads: 1 });
    for (const { photo, kind, key } of waiting) {
      const presented = await presentOne(engine, work, photo, kind);
      done.set(key, presented);
      await journal.add(key, presented);
      onProgress(done.size, jobs.length);
    }
    await engine.close();
  };
  try {
    await Promise.all(Array.from({ length: availableParallelism() }, lane));
  } finally {
    await journal.close();
  }
  return jobs.map(({ key }) => done.get(key) as Presented);
}

async function presentOne(
  engine: FaceEngine,
  { dataset, seed, ask }: PresentationWork,
  { path, person }: Photo,
  kind: PresentationKind,
): Promise<Presented> {
  const portrait = await readFile(join(dataset, path));
  const random = seededRandom(
    seed + [...`${path} ${kind}`].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1e9, 7),
  );
  const shown: Shown = { kind, portrait, face: await placeIn(engine, portrait) };
  const stop = new AbortController();
  const noted: LivenessCues[] = [];
  let asked: FaceHint | undefined;
  let left = mostFrames;
  let turn = 0;
  const noting: FaceEngine = {
    ...engine,
    cues: async (picture, face) => {
      const cues = await engine.cues?.(picture, face);
      if (!cues) throw new Error('the pack brings no liveness');
      if (!asked) noted.push(cues);
      return cues;
    },
  };
  const onHint = (hint?: FaceHint) => {
    if (hint !== 'FACE_TURN_LEFT' && hint !== 'FACE_TURN_RIGHT') return;
    asked = hint;
    if (!ask) return stop.abort();
    left = framesToTurn;
    turn = hint === 'FACE_TURN_LEFT' ? 1 : -1;
  };
  async function* camera(): AsyncGenerator<Frame> {
    const view = presentationView({
      shown: () => shown,
      // To the asked side and back.
      turn: () => (left > framesToTurn / 2 ? turn : 0),
      clock: steppedClock(),
      random,
      signal: stop.signal,
    });
    for await (const frame of view) {
      yield frame;
      if (--left <= 0) stop.abort();
    }
  }
  const never = new AbortController().signal;
  const outcome = await captureLive(camera(), noting, usualCapture, onHint, never, random).then(
    ({ values }) => {
      values.fill(0);
      return asked ? ('after-turn' as const) : ('at-once' as const);
    },
    (): 'refused' | 'not-acquired' => (noted.length > 0 ? 'refused' : 'not-acquired'),
  );
  return { kind, person, outcome, ...(noted.length > 0 ? { cues: meanCues(noted) } : {}) };
}

/** Where the person's face is in the photo. */
async function placeIn(engine: FaceEngine, portrait: Buffer) {
  const picture = await decodeJpeg(portrait);
  const face = nearestTheMiddle(picture, await engine.detect(picture));
  return facePlaceOf(face ? await engine.landmarks(picture, face) : [], picture.width, picture.height);
}
