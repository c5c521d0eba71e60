// time limit: 180 s

import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { seededRandom } from '../../drivers/camera/emulated/random.ts';
import { steppedClock } from '../../drivers/camera/emulated/stepped-clock.ts';
import { facePlaceBeside } from '../../drivers/desk/face-place-file.ts';
import { attackKinds } from '../../drivers/face-camera/emulated/attacks/kinds.ts';
import { presentationView } from '../../drivers/face-camera/emulated/presentation-view.ts';
import type { Shown } from '../../drivers/face-camera/emulated/standing.ts';
import { projectHome } from '../../firmware/device/home.ts';
import { isMatch } from '../../firmware/face/compare.ts';
import type { FaceEngine } from '../../firmware/face/engine.ts';
import { decodeJpeg } from '../../firmware/face/picture.ts';
import { poseOf } from '../../firmware/face/pose.ts';
import { loadEngine, portrait, type Who } from '../face/support.ts';

const test = suite('what the recognizer makes of people and attacks');
const people: readonly Who[] = ['grace-hopper', 'eileen-collins'];
let engine: FaceEngine;

test.before(async () => {
  engine = await loadEngine();
});
test.after(() => engine.close());

for (const who of people)
  for (const kind of attackKinds)
    test(`[R11] ${kind} of ${who} is a match for a recognizer alone`, async () => {
      const known = (await look(portrait(who))).template;
      for (const seed of [1, 2]) {
        for (const frame of await frames({ kind, who, seed, count: 2 })) {
          const { template } = await look(frame);
          assert.ok(isMatch(known, template, engine.pack.threshold), `seed ${seed}`);
        }
      }
    });

for (const who of people)
  test(`[R11] ${who} turns the head to the side asked; nothing flat does`, async () => {
    const nose = async (kind: Shown['kind'], turn: number) => {
      const [last] = (await frames({ kind, who, turn, count: 15 })).slice(-1);
      return poseOf((await look(last as Buffer)).landmarks).turn;
    };
    for (const side of [-1, 1]) {
      const turned = (await nose('living', side)) * side;
      assert.ok(turned >= 0.15, `living, ${side}: ${turned}`);
      for (const kind of ['print', 'cut-out', 'replay'] as const) {
        const moved = ((await nose(kind, side)) - (await nose(kind, 0))) * side;
        assert.ok(moved < 0.1, `${kind}, ${side}: ${moved}`);
      }
    }
  });

for (const who of people)
  test(`[R11] the lids of ${who} fall and open again, in person and on film`, async () => {
    for (const kind of ['living', 'replay'] as const) {
      const open = await Promise.all((await frames({ kind, who, seed: 1, count: 24, fps: 15 })).map(openness));
      const usual = [...open].sort()[open.length >> 1] as number;
      const least = Math.min(...open);
      assert.ok(least < 0.9 * usual, `${kind}: ${least} against ${usual}`);
      assert.ok((open.at(-1) as number) > 0.93 * usual, `${kind}: open again`);
    }
  });

test.run();

interface Take {
  readonly kind: Shown['kind'];
  readonly who: Who;
  readonly count: number;
  readonly seed?: number;
  readonly turn?: number;
  readonly fps?: number;
}

async function frames({ kind, who, count, seed = 1, turn = 0, fps = 15 }: Take): Promise<Buffer[]> {
  const face = await facePlaceBeside(join(projectHome(), 'drivers/desk/portraits', `${who}.jpg`));
  const shown: Shown = { kind, portrait: portrait(who), face };
  const stop = new AbortController();
  const taken: Buffer[] = [];
  for await (const { jpeg } of presentationView({
    shown: () => shown,
    turn: () => turn,
    clock: steppedClock(),
    random: seededRandom(seed),
    signal: stop.signal,
    fps,
  }))
    if (taken.push(jpeg) === count) stop.abort();
  return taken;
}

async function look(jpeg: Buffer) {
  const picture = await decodeJpeg(jpeg);
  const [face] = await engine.detect(picture);
  if (!face) throw new Error('no face found');
  const landmarks = await engine.landmarks(picture, face);
  return { landmarks, template: await engine.embed(engine.align(picture, landmarks)) };
}

/** Height of the eyes by their width, both eyes' mean. */
async function openness(jpeg: Buffer): Promise<number> {
  const { landmarks } = await look(jpeg);
  const apart = (a: number, b: number) =>
    Math.hypot(
      (landmarks[2 * a] as number) - (landmarks[2 * b] as number),
      (landmarks[2 * a + 1] as number) - (landmarks[2 * b + 1] as number),
    );
  const eye = (at: number) => (apart(at + 1, at + 5) + apart(at + 2, at + 4)) / 2 / apart(at, at + 3);
  return (eye(36) + eye(42)) / 2;
}
