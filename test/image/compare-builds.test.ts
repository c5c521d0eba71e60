import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { compareBuilds, compareFiles } from '../../build/image/compare-builds.ts';
import type { Image } from '../../build/image/image.ts';

const mib = 2 ** 20;
const test = suite<{ folder: string; file(name: string, bytes: Buffer): Promise<string> }>('two builds compared');

test.before(async (place) => {
  place.folder = await mkdtemp(join(tmpdir(), 'kazasu-compare-'));
  place.file = async (name, bytes) => {
    const path = join(place.folder, name);
    await writeFile(path, bytes);
    return path;
  };
});
test.after(({ folder }) => rm(folder, { recursive: true }));

/** Three pieces and a bit, changed at some places. */
const bytesWith = (changes: Record<number, number> = {}, size = 3 * mib + 5): Buffer => {
  const bytes = Buffer.alloc(size, 'kazasu');
  for (const [at, value] of Object.entries(changes)) bytes[Number(at)] = value;
  return bytes;
};

test('R45: the same files differ in nothing, others in as many bytes as were changed, from the first on', async ({
  file,
}) => {
  const one = await file('one', bytesWith());
  assert.equal(await compareFiles(one, await file('same', bytesWith())), { bytes: 3 * mib + 5, differing: 0 });
  const changed = await file('changed', bytesWith({ [mib + 7]: 1, [3 * mib + 4]: 2 }));
  assert.equal(await compareFiles(one, changed), { bytes: 3 * mib + 5, differing: 2, firstAt: mib + 7 });
  assert.equal(await compareFiles(one, changed, mib + 7), { bytes: mib + 7, differing: 0 }, 'up to there');
});

test('R45: what only one file has differs, whichever it is', async ({ file }) => {
  const [long, short] = [await file('long', bytesWith()), await file('short', bytesWith({}, 2 * mib - 1))];
  const expected = { bytes: 3 * mib + 5, differing: mib + 6, firstAt: 2 * mib - 1 };
  assert.equal(await compareFiles(long, short), expected);
  assert.equal(await compareFiles(short, long), expected);
});

test('R45: of an update counts what it brings, not its signature behind that', async ({ file }) => {
  const update = (signature: string, brings = 'slot') => {
    const content = Buffer.alloc(4096, brings);
    content.writeBigUInt64LE(4096n, 40);
    return Buffer.concat([content, Buffer.from(signature)]);
  };
  const build = async (name: string, bundle: Buffer): Promise<Image> => {
    const [slot, disk] = [await file(`${name}.squashfs`, bytesWith()), await file(`${name}.img`, bytesWith())];
    const path = await file(`${name}.raucb`, bundle);
    return { flavour: 'production', version: '1', slotBytes: 0, ...{ slot, disk, bundle: path } };
  };
  const one = await build('first', update('signed on Monday'));
  const signedAnew = await compareBuilds(one, await build('second', update('and on Tuesday')));
  assert.equal(
    signedAnew.map(({ bytes, differing }) => [bytes, differing]),
    [
      [3 * mib + 5, 0],
      [3 * mib + 5, 0],
      [4096, 0],
    ],
  );
  const other = await compareBuilds(one, await build('third', update('signed on Monday', 'tols')));
  assert.ok((other[2]?.differing ?? 0) > 0, 'it brings something else');
});

test.run();
