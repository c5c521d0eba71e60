import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type BootChoice, nextSlot, readChoice, type SlotHope, writeChoice } from '../../build/image/boot-choice.ts';
import { projectHome } from '../../firmware/device/home.ts';

const script = join(projectHome(), 'build/image/system/usr/lib/kazasu/boot-choice');
const before = 5 * 512;

/** The partition as the script sees it: something, the block, something. */
const partitionOf = (choice: BootChoice): Buffer =>
  Buffer.concat([Buffer.alloc(before, 7), writeChoice(choice), Buffer.alloc(512, 9)]);

const asDelivered: BootChoice = { first: 'a', a: { state: 'good', left: 3 }, b: { state: 'bad', left: 0 } };

const test = suite<{ file: string; folder: string; ask(...words: string[]): string }>('the boot choice');

test.before(async (place) => {
  place.folder = await mkdtemp(join(tmpdir(), 'kazasu-choice-'));
  place.file = join(place.folder, 'partition');
  const env = { ...process.env, KAZASU_CHOICE: place.file, KAZASU_CHOICE_FLAGS: 'dsync' };
  place.ask = (...words) => execFileSync('sh', [script, ...words], { encoding: 'utf8', env }).trim();
});
test.after(({ folder }) => rm(folder, { recursive: true }));

test('an update as RAUC goes through it: bad while it is written, tried next, good once proved', async ({
  file,
  ask,
}) => {
  await writeFile(file, partitionOf(asDelivered));
  const choice = async () => {
    const partition = await readFile(file);
    assert.equal(partition.subarray(0, before), Buffer.alloc(before, 7));
    assert.equal(partition.subarray(before + 1024), Buffer.alloc(512, 9));
    return readChoice(partition.subarray(before));
  };
  assert.is(ask('get-primary'), 'a');
  ask('set-state', 'b', 'bad');
  assert.equal(await choice(), asDelivered);
  ask('set-primary', 'b');
  assert.is(ask('is-new', 'b'), 'yes');
  assert.equal(await choice(), { first: 'b', a: asDelivered.a, b: { state: 'new', left: 3 } });
  assert.is(ask('get-primary'), 'b');
  assert.is(ask('get-state', 'b'), 'good');
  ask('set-state', 'b', 'good');
  assert.is(ask('is-new', 'b'), 'no');
  ask('set-state', 'b', 'bad');
  assert.is(ask('get-primary'), 'a');
  assert.is(ask('get-state', 'b'), 'bad');
});

test('every write changes the first sector alone, which a loss of power leaves whole', async ({ file, ask }) => {
  await writeFile(file, partitionOf(asDelivered));
  const second = partitionOf(asDelivered).subarray(before + 512);
  for (const words of ['set-primary b', 'set-state b good', 'set-state a bad', 'set-primary a']) {
    ask(...words.split(' '));
    assert.equal((await readFile(file)).subarray(before + 512), second);
  }
});

test('what it cannot do changes nothing', async ({ file, ask }) => {
  await writeFile(file, partitionOf(asDelivered));
  for (const words of [['set-state', 'c', 'good'], ['set-state', 'b'], ['get-state'], ['nonsense']])
    assert.throws(() => ask(...words));
  assert.equal(await readFile(file), partitionOf(asDelivered));
});

test('whatever stands there, a slot that is not bad starts; a bad one never does', () => {
  const hopes: SlotHope[] = (['good', 'new', 'bad'] as const).flatMap((state) =>
    [0, 1, 3].map((left) => ({ state, left })),
  );
  for (const first of ['a', 'b'] as const)
    for (const a of hopes)
      for (const b of hopes) {
        const slot = nextSlot({ first, a, b });
        if (slot === undefined) assert.equal([a.state, b.state], ['bad', 'bad']);
        else assert.is.not({ a, b }[slot].state, 'bad');
      }
});

test.run();
