import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadTrustStore } from '../../crypto/trust-store.ts';
import { readCardFile } from '../../drivers/card/emulated/card-file.ts';
import { prepareEmulation } from '../../drivers/desk/emulation.ts';

const test = suite<{ folder: string }>('the emulated world that tools prepare', { folder: '' });
test.before.each(async (context) => {
  context.folder = await mkdtemp(join(tmpdir(), 'kazasu-test-'));
});
test.after.each(({ folder }) => rm(folder, { recursive: true }));

test('several who prepare it at the same time get one and the same', async ({ folder }) => {
  const worlds = await Promise.all([1, 2, 3].map(() => prepareEmulation(join(folder, 'var/world'))));
  const [first, ...others] = worlds;
  for (const other of others) assert.equal(other, first);
  assert.equal(await readdir(join(folder, 'var')), ['world'], 'nothing is left beside it');
});

test('it is whole, and stays as it is', async ({ folder }) => {
  const world = await prepareEmulation(join(folder, 'world'));
  const card = await readCardFile(world.card);
  await loadTrustStore(world.trust);
  assert.equal(await prepareEmulation(join(folder, 'world')), world);
  assert.equal(await readCardFile(world.card), card);
});

test.run();
