// time limit: 600 s
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { seededRandom } from '../../drivers/camera/emulated/random.ts';
import { runCommand } from '../support/command.ts';
import { madeCard } from './made-cards.ts';
import { drawOtherLayout } from './other-layout.ts';

const test = suite<{ folder: string }>('card-face draw, card-face read');

test.before(async (place) => {
  place.folder = await mkdtemp(join(tmpdir(), 'kazasu-faces-'));
});
test.after(({ folder }) => rm(folder, { recursive: true }));

const kazasu = (folder: string, words: string, ...rest: string[]) =>
  runCommand(['card-face', ...words.split(' '), ...rest], folder);

test('[R04] what draw has drawn, read reads: as the camera sees it and flat, JPEG and PNG', async ({ folder }) => {
  const drawings = [
    '--seed 4 --disturb none --out camera.jpg',
    '--seed 5 --disturb rotation=1,noise=1,compression=1 --out turned.png',
    '--seed 6 --disturb half-turn=1 --out head.jpg',
    '--seed 7 --flat --out flat.png',
    '--seed 8 --flat --out flat.jpg',
  ];
  for (const drawing of drawings) {
    const drawn = await kazasu(folder, `draw --json ${drawing}`);
    assert.is(drawn.code, 0, drawn.stderr);
    const { file, codeB } = JSON.parse(drawn.stdout);
    const read = await kazasu(folder, 'read --json --show', file);
    const [picture] = JSON.parse(read.stdout).pictures;
    assert.is(picture.codeB, codeB, drawing);
    assert.equal([picture.outcome, picture.dates, read.code], ['read', 'plausible', 0]);
  }
});

test('the same seed draws the same picture, another seed another', async ({ folder }) => {
  for (const [seed, out] of ['1 a.jpg', '1 b.jpg', '2 c.jpg'].map((words) => words.split(' ')))
    await kazasu(folder, `draw --seed ${seed} --out ${out}`);
  const [a, b, c] = await Promise.all(['a.jpg', 'b.jpg', 'c.jpg'].map((file) => readFile(join(folder, file))));
  assert.equal(a, b);
  assert.not.equal(a, c);
});

test('[R04] reads a card that another program drew, cut along its edges, larger than any frame, turned by Exif', async ({
  folder,
}) => {
  const { face, code } = madeCard(seededRandom(71), 3);
  const foreign = sharp(await drawOtherLayout(face)).flatten({ background: '#fff' });
  await writeFile(join(folder, 'foreign.png'), await foreign.clone().png().toBuffer());
  const large = await foreign.clone().resize(4048, 2552).png().toBuffer();
  const phone = sharp(large).rotate(90).withMetadata({ orientation: 8 }).jpeg();
  await writeFile(join(folder, 'phone.jpg'), await phone.toBuffer());
  const { stdout } = await kazasu(folder, 'read --json --show foreign.png phone.jpg');
  const pictures: { codeB: string }[] = JSON.parse(stdout).pictures;
  assert.equal(
    pictures.map(({ codeB }) => codeB),
    [code, code],
  );
});

test('[R42] without --show nothing of the holder is told', async ({ folder }) => {
  const { codeB } = JSON.parse((await kazasu(folder, 'draw --json --seed 9 --disturb none --out quiet.jpg')).stdout);
  for (const json of [[], ['--json']]) {
    const { code, stdout, stderr } = await kazasu(folder, 'read quiet.jpg', ...json);
    assert.is(code, 0);
    for (const part of [codeB, codeB.slice(6, 10), codeB.slice(10)])
      assert.not.ok(`${stdout}${stderr}`.includes(part), part);
  }
});

test('[R06] [R18] a card that is not read says why, by code and in words, and what to do', async ({ folder }) => {
  await kazasu(folder, 'draw --seed 3 --disturb defocus=3 --out soft.jpg');
  await kazasu(folder, 'draw --seed 3 --disturb quarter-turn=1 --out across.jpg');
  const { code, stdout } = await kazasu(folder, 'read across.jpg --json');
  const [{ outcome, code: fault, what, next, seen }] = JSON.parse(stdout).pictures;
  assert.is(code, 1);
  assert.equal([outcome, fault], ['not-read', 'CARD_WRONG_WAY_ROUND']);
  assert.ok(what.length > 10 && next.length > 10);
  assert.equal(seen, []);
  assert.match((await kazasu(folder, 'read across.jpg')).stdout, /CARD_WRONG_WAY_ROUND: .*\n.*\n {2}next: /u);
});

test('a file that is missing, no picture, of another format or cut short is a coded fault with the next step', async ({
  folder,
}) => {
  await kazasu(folder, 'draw --seed 1 --out whole.jpg');
  const whole = await readFile(join(folder, 'whole.jpg'));
  await writeFile(join(folder, 'cut.jpg'), whole.subarray(0, whole.length / 2));
  await writeFile(join(folder, 'text.jpg'), 'a card');
  await writeFile(join(folder, 'empty.jpg'), '');
  await writeFile(join(folder, 'other.webp'), await sharp(whole).webp().toBuffer());
  const { code, stdout } = await kazasu(folder, 'read --json none.jpg cut.jpg text.jpg empty.jpg other.webp .');
  const pictures: { code: string; next: string }[] = JSON.parse(stdout).pictures;
  assert.is(code, 1);
  assert.equal(
    pictures.map((picture) => picture.code),
    ['CARD_PICTURE_MISSING', ...new Array<string>(4).fill('CARD_PICTURE_UNREADABLE'), 'CARD_PICTURE_MISSING'],
  );
  assert.ok(pictures.every(({ next }) => next.length > 10));
});

test('a use that makes no sense is refused with the way to the help', async ({ folder }) => {
  const uses = [
    'read',
    'draw --seed x',
    'draw --disturb fog=1',
    'draw --disturb glare=9',
    'draw --other passport',
    'draw --out card.gif',
    'draw --flat --disturb glare=1',
  ];
  for (const use of uses) {
    const { code, stderr } = await kazasu(folder, use);
    assert.is(code, 2, use);
    assert.match(stderr, /see: kazasu card-face (read|draw) --help/, use);
  }
  const nowhere = await kazasu(folder, 'draw --out no/where.jpg');
  assert.is(nowhere.code, 1);
  assert.match(nowhere.stderr, /^CARD_PICTURE_NOT_WRITTEN: .*\nnext: /);
});

test.run();
