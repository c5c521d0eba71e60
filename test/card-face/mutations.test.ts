import sharp from 'sharp';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { mutate, mutationNames } from '../../build/card-face/mutations.ts';
import { seededRandom } from '../../drivers/camera/emulated/random.ts';

const test = suite<{ one: Buffer; other: Buffer }>('mutated frames');

/** Grain, so that no two stretches of bytes are alike. */
function picture(seed: number): Promise<Buffer> {
  const random = seededRandom(seed);
  const grain = Buffer.from(Array.from({ length: 320 * 200 * 3 }, () => 256 * random()));
  return sharp(grain, { raw: { width: 320, height: 200, channels: 3 } })
    .jpeg()
    .toBuffer();
}

test.before(async (frames) => {
  frames.one = await picture(1);
  frames.other = await picture(2);
});

test('every mutation changes the picture, leaves the frames as they are, and does the same for the same seed', async ({
  one,
  other,
}) => {
  const [before, beforeOther] = [Buffer.from(one), Buffer.from(other)];
  assert.ok(mutationNames.length >= 20);
  for (const name of mutationNames) {
    const made = await mutate(name, seededRandom(5), one, other);
    assert.not.equal(made, before, name);
    assert.equal(await mutate(name, seededRandom(5), one, other), made, name);
    assert.equal([one, other], [before, beforeOther], name);
  }
});

test('a changed size is what a decoder finds in the header', async ({ one, other }) => {
  const sizes = new Set<string>();
  for (let seed = 1; seed <= 20; seed++) {
    const made = await mutate('another size', seededRandom(seed), one, other);
    const frame = made.indexOf(Buffer.from([0xff, 0xc0]));
    sizes.add(`${made.readUInt16BE(frame + 5)}×${made.readUInt16BE(frame + 7)}`);
    assert.is(made.length, one.length);
  }
  assert.ok(sizes.size > 15, [...sizes].join(' '));
});

test.run();
