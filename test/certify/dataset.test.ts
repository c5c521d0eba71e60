import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { digestOf, identityOf, readDataset } from '../../build/certify/dataset.ts';
import { CodedError } from '../../firmware/records/coded-error.ts';

const test = suite<{ folder: string }>('datasets of faces');

test.before.each(async (place) => {
  place.folder = await mkdtemp(join(tmpdir(), 'kazasu-dataset-'));
});
test.after.each(({ folder }) => rm(folder, { recursive: true }));

async function fill(folder: string, people: number): Promise<void> {
  for (let n = 0; n < people; n++) {
    await mkdir(join(folder, `Person_${n}`));
    for (const photo of ['a.jpg', 'b.JPEG', 'c.png', 'notes.txt'])
      await writeFile(join(folder, `Person_${n}`, photo), '');
  }
}

const refusal = (action: Promise<unknown>) =>
  action.then(
    () => 'taken',
    (error: unknown) => (error instanceof CodedError ? error.code : String(error)),
  );

test('photos are found, known wrong ones left out, groups attached', async ({ folder }) => {
  await fill(folder, 25);
  await writeFile(join(folder, 'wrong.txt'), 'a.jpg\n');
  await writeFile(join(folder, 'few.txt'), 'Person_3\n\n');
  const photos = await readDataset({
    folder,
    groups: { few: join(folder, 'few.txt') },
    leaveOut: join(folder, 'wrong.txt'),
  });
  assert.is(photos.length, 50, 'two photos of each: neither a list nor a note is one');
  assert.equal(
    photos.filter(({ groups }) => groups.includes('few')).map(({ path }) => path),
    ['Person_3/b.JPEG', 'Person_3/c.png'],
  );
});

test('two spellings of one name are one person', () => {
  assert.is(identityOf('Choi_Sung-hong'), identityOf('Sung_Hong_Choi'));
  assert.not.equal(identityOf('Wang_Nan'), identityOf('Wang_Nana'));
  assert.match(digestOf('somebody'), /^[0-9a-f]{8}$/);
});

test('no folder, a missing list, too few people: refused with a code', async ({ folder }) => {
  assert.is(await refusal(readDataset({ folder: join(folder, 'none'), groups: {} })), 'DATASET_UNREADABLE');
  await fill(folder, 19);
  assert.is(await refusal(readDataset({ folder, groups: {} })), 'DATASET_TOO_SMALL');
  assert.is(await refusal(readDataset({ folder, groups: { few: join(folder, 'none.txt') } })), 'DATASET_UNREADABLE');
});

test.run();
