import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Frame } from '../../drivers/camera/contract.ts';
import { seededRandom } from '../../drivers/camera/emulated/random.ts';
import { personView } from '../../drivers/face-camera/emulated/person-view.ts';
import { codeIn } from '../../firmware/card-face/scanned-digits.ts';
import { loadFarSight } from '../../firmware/check/far-sight.ts';
import type { Sight } from '../../firmware/check/sight.ts';
import { projectHome } from '../../firmware/device/home.ts';
import { systemClock } from '../../firmware/device/system-clock.ts';
import { CodedError } from '../../firmware/records/coded-error.ts';
import { benchCard, seedOf } from './bench-card.ts';
import type { BenchJob, Finding } from './findings.ts';
import { mostFrames } from './scan-card.ts';
import { framesPerSecond } from './scanned.ts';

const period = 1000 / framesPerSecond;
/** A card that takes longer has failed by far; the frames of its first second go round until then. */
const longestMs = 3000;
/** For the models of faces, as `check.threads` is by itself; lines of cards are read on one. */
const threads = 2;
const liveness = { required: true, leastScore: 0, turnMs: 8000 };

/**
 * Makes ready to scan cards in real time, in the check process's own arrangement: a thread that sees, frames handed over as the
 * camera sends them, the newest one read. A second such thread looks at faces all the while, until this process ends.
 */
export async function readyToTime(): Promise<(job: BenchJob) => Promise<Finding>> {
  const entry = join(projectHome(), 'dist/app/sight-thread.js');
  const settings = { models: join(projectHome(), 'models'), threads, liveness };
  const [sight, besides] = await Promise.all([loadFarSight(entry, settings), loadFarSight(entry, settings)]);
  void lookAtFaces(besides, await faceFrames());
  return (job) => timeCard(sight, job);
}

async function timeCard(sight: Sight, { bench, set, index }: BenchJob): Promise<Finding> {
  const { code, disturbances, scene } = await benchCard(bench, set, index);
  // Drawn before: the camera's work is not the reader's.
  const drawn: Frame[] = [];
  for (let n = 0; n < mostFrames; n++) drawn.push(await scene.frame(n * period));
  const about = { set, index, seed: seedOf(bench, set, index), disturbances };
  const picture = drawn.at(-1)?.jpeg ?? Buffer.alloc(0);
  let began = 0;
  let frames = 0;
  async function* camera(): AsyncGenerator<Frame> {
    began = performance.now();
    while (performance.now() - began < longestMs) {
      const { jpeg } = drawn[frames % drawn.length] as Frame;
      yield { jpeg: Buffer.from(jpeg), at: performance.now() };
      frames++;
      await delay(Math.max(0, began + frames * period - performance.now()));
    }
  }
  try {
    const digits = await sight.scanCard(camera(), {}, new AbortController().signal);
    const ms = performance.now() - began;
    const said = Buffer.from(codeIn(digits)).toString('ascii');
    if (said === code) return { ...about, outcome: 'read', frames, ms };
    return { ...about, outcome: 'wrong', frames, ms, said, printed: code, picture };
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    return { ...about, outcome: 'not-read', reason: error.code, frames, picture };
  }
}

const deaf = { onHint: () => undefined, onExposure: () => undefined };

/** Captures live faces, again and again, from a face camera's frames at 15 a second. */
async function lookAtFaces(sight: Sight, drawn: readonly Buffer[]): Promise<void> {
  async function* camera(): AsyncGenerator<Frame> {
    for (let n = 0; ; n++) {
      await delay(period);
      yield { jpeg: Buffer.from(drawn[n % drawn.length] ?? ''), at: performance.now() };
    }
  }
  for (;;) await sight.live(camera(), deaf, new AbortController().signal);
}

/** Two seconds of a person before the face camera, drawn once. */
async function faceFrames(): Promise<Buffer[]> {
  const portrait = await readFile(join(projectHome(), 'drivers/desk/portraits/eileen-collins.jpg'));
  const ended = new AbortController();
  const view = personView({
    person: () => portrait,
    clock: systemClock,
    random: seededRandom(1),
    signal: ended.signal,
    fps: framesPerSecond,
  });
  const frames: Buffer[] = [];
  for await (const { jpeg } of view) {
    frames.push(jpeg);
    if (frames.length === 2 * framesPerSecond) ended.abort();
  }
  return frames;
}
