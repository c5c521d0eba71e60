import sharp from 'sharp';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { seededRandom } from '../../drivers/camera/emulated/random.ts';
import {
  type DisturbanceKind,
  type Disturbances,
  disturbanceKinds,
  hardDisturbances,
  ordinaryDisturbances,
} from '../../drivers/card-camera/emulated/disturbances.ts';
import { drawCardFace } from '../../drivers/card-camera/emulated/draw-card-face.ts';
import { layScene } from '../../drivers/card-camera/emulated/lay-scene.ts';
import { specimen } from './specimen.ts';

const test = suite('cards as they lie before the emulated camera');
const card = await drawCardFace(await specimen());

async function grey(disturbances: Disturbances, seed = 1, at = 0): Promise<Buffer> {
  const scene = await layScene({ card, disturbances, random: seededRandom(seed) });
  return sharp((await scene.frame(at)).jpeg)
    .greyscale()
    .raw()
    .toBuffer();
}

/** Mean difference of two pictures, grey levels. */
function difference(one: Buffer, other: Buffer): number {
  let sum = 0;
  for (const [at, level] of one.entries()) sum += Math.abs(level - (other[at] ?? 0));
  return sum / one.length;
}

test('without any disturbance a card lies straight in the middle, the same in every frame', async () => {
  const plain = await grey({});
  assert.is(difference(plain, await grey({}, 2)), 0);
  assert.is(difference(plain, await grey({}, 1, 400)), 0);
  for (const kind of disturbanceKinds)
    assert.is(difference(plain, await grey({ [kind]: 0 })), 0, `${kind} of strength 0 changes nothing`);
});

for (const kind of disturbanceKinds) {
  test(`${kind}: changes the picture, more when it is stronger, and the same for the same seed`, async () => {
    const plain = await grey({});
    const changed = async (strength: number) => difference(plain, await grey({ [kind]: strength }, 7, 50));
    const [little, much] = [await changed(0.5), await changed(3)];
    assert.ok(much > 0.05, `${kind}: ${much}`);
    const turns: DisturbanceKind[] = ['half-turn', 'quarter-turn'];
    if (!turns.includes(kind)) assert.ok(much > little, `${kind}: ${little} at 0.5, ${much} at 3`);
    assert.is(await changed(3), much);
  });
}

test('some glare wanders and a card that is held trembles; all else stays from frame to frame', async () => {
  const moved = async (disturbances: Disturbances, seed: number) => {
    const scene = await layScene({ card, disturbances, random: seededRandom(seed) });
    const [one, other] = [await scene.frame(0), await scene.frame(130)];
    return difference(
      await sharp(one.jpeg).greyscale().raw().toBuffer(),
      await sharp(other.jpeg).greyscale().raw().toBuffer(),
    );
  };
  assert.ok((await moved({ motion: 3 }, 1)) > 1);
  assert.is(await moved({ scratches: 3, sleeve: 3, dirt: 3, fading: 2, defocus: 2 }, 1), 0);
  const wandering = await Promise.all([1, 2, 3, 4, 5, 6].map((seed) => moved({ glare: 3 }, seed)));
  assert.ok(wandering.some((change) => change > 0.1) && wandering.some((change) => change < 0.1), wandering.join());
});

test('ordinary layings keep within usual strengths; a hard one is strong in its kind alone', () => {
  const random = seededRandom(3);
  for (let n = 0; n < 200; n++) {
    const ordinary = ordinaryDisturbances(random);
    for (const strength of Object.values(ordinary)) assert.ok(strength >= 0 && strength <= 1);
    assert.not('sleeve' in ordinary || 'half-turn' in ordinary || 'quarter-turn' in ordinary);
    const { glare = 0, ...rest } = hardDisturbances(random, 'glare');
    assert.ok(glare >= 2 && Object.values(rest).every((strength) => strength <= 1));
  }
});

test.run();
