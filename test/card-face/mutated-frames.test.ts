// time limit: 400 s
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { mutate, mutationNames } from '../../build/card-face/mutations.ts';
import type { Frame } from '../../drivers/camera/contract.ts';
import { type Random, seededRandom } from '../../drivers/camera/emulated/random.ts';
import type { PrintedFace } from '../../drivers/card/emulated/printed-face.ts';
import { drawCardFace } from '../../drivers/card-camera/emulated/draw-card-face.ts';
import { layScene } from '../../drivers/card-camera/emulated/lay-scene.ts';
import type { CardFaceReader } from '../../firmware/card-face/reader.ts';
import { scanCardFace, usualRules } from '../../firmware/card-face/scan.ts';
import { CodedError } from '../../firmware/records/coded-error.ts';
import { loadReader } from './card-reader.ts';
import { madeCard, today } from './made-cards.ts';

const test = suite('mutated frames');

let reader: CardFaceReader;
test.before(async () => {
  reader = await loadReader();
});
test.after(() => reader.close());

const count = 1500;
const framesAScan = 10;
/** Frames after which memory is as large as it gets. */
const settled = 300;
const mostGrowth = 80_000_000;

test(`[R04] ${count} mutated and random frames and pictures: no crash, no wrong value, bounded memory`, async () => {
  const random = seededRandom(23);
  const { face, code } = madeCard(random, 1);
  const frames = mutatedFrames(random, face);
  let [seen, before] = [0, 0];
  async function* taken(): AsyncGenerator<Frame> {
    for (let n = 0; n < framesAScan; n++) {
      const { value: jpeg } = await frames.next();
      if (++seen === settled) before = process.memoryUsage.rss();
      if (jpeg) yield { jpeg, at: n };
    }
  }
  while (seen < count) {
    const said = await scan(taken());
    if (said !== undefined) assert.is(said, code);
  }
  const growth = process.memoryUsage.rss() - before;
  assert.ok(growth < mostGrowth, `${Math.round(growth / 1e6)} MB more after ${count} frames`);
});

/** Frames of one card, spoilt in every way in turn, without end: whatever is read of them must be its value. */
async function* mutatedFrames(random: Random, face: PrintedFace): AsyncGenerator<Buffer> {
  const scene = await layScene({ card: await drawCardFace(face), disturbances: { noise: 1 }, random });
  const [frame, other] = [(await scene.frame(0)).jpeg, (await scene.frame(67)).jpeg];
  for (;;) for (const name of mutationNames) yield mutate(name, random, frame, other);
}

async function scan(frames: AsyncIterable<Frame>): Promise<string | undefined> {
  try {
    const { code } = await scanCardFace(frames, reader, { ...usualRules, today }, new AbortController().signal);
    return code.toString();
  } catch (error) {
    if (error instanceof CodedError && error.code === 'CARD_FACE_NOT_READ') return undefined;
    throw error;
  }
}

test.run();
