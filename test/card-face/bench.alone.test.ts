// time limit: 300 s
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { disturbanceKinds } from '../../drivers/card-camera/emulated/disturbances.ts';
import { runCommand } from '../support/command.ts';

const test = suite<{ folder: string }>('bench card-face');

test.before(async (place) => {
  place.folder = await mkdtemp(join(tmpdir(), 'kazasu-bench-'));
});
test.after(({ folder }) => rm(folder, { recursive: true }));

const bench = (folder: string, words: string) =>
  runCommand(['bench', 'card-face', ...words.split(' '), '--json'], folder);

test('[R04] [R06] a small bench scores every set, names every limit, shows every failure and exits by its limits', async ({
  folder,
}) => {
  const all = `--cards 4 --hard ${disturbanceKinds.length} --timed 3 --mutated 46 --peer 0 --page page`;
  const { code, stdout, left } = await bench(folder, all);
  const report = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '');
  const { ordinary, hard, timed, mutated, verdicts } = report;
  assert.equal([ordinary.cards, hard.cards, timed.cards, mutated.cards], [4, disturbanceKinds.length, 3, 46]);
  for (const set of [ordinary, hard, timed, mutated]) {
    assert.equal([set.wrong, set.crashed], [0, 0]);
    const unread = Object.values<number>(set.reasons).reduce((sum, times) => sum + times, 0);
    assert.is(set.read + unread, set.cards);
  }
  assert.ok(ordinary.read >= 3, stdout);
  assert.equal(Object.keys(hard.kinds).sort(), [...disturbanceKinds].sort());
  assert.is(report.peer, undefined);
  assert.ok(mutated.grownMiB >= 0 && mutated.residentMiB > 50);
  assert.is(
    report.holds,
    verdicts.every(({ holds }: { holds: boolean }) => holds),
  );
  assert.is(verdicts.length, 12);
  assert.is(code, report.holds ? 0 : 1);
  assert.equal(left, []);

  const page = await readFile(join(folder, 'page/index.html'), 'utf8');
  const failures = [ordinary, hard, timed].reduce((sum, { cards, read }) => sum + cards - read, 0);
  assert.is(page.match(/<figure/g)?.length ?? 0, failures);
  assert.is((await readdir(join(folder, 'page/pictures'))).length, failures);
});

test('[R04] the same seed gives the same scores; another seed other cards', async ({ folder }) => {
  const some = '--cards 3 --hard 0 --timed 0 --mutated 0 --peer 0 --page page';
  const scores: string[] = [];
  for (const seed of [7, 7]) {
    const { stdout } = await bench(folder, `${some} --seed ${seed}`);
    scores.push(JSON.stringify(JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '').ordinary));
  }
  assert.is(scores[0], scores[1]);
});

test('without tesseract the comparison fails at once and says what to install', async ({ folder }) => {
  const program = join(process.cwd(), 'dist/app/kazasu.js');
  const args = [program, 'bench', 'card-face', '--cards', '0', '--hard', '0', '--timed', '0', '--mutated', '0'];
  const { status, stderr } = spawnSync(process.execPath, args, {
    cwd: folder,
    env: { PATH: '/nowhere' },
    encoding: 'utf8',
  });
  assert.is(status, 1);
  assert.match(stderr, /^TESSERACT_MISSING: .*\nnext: install the Debian packages tesseract-ocr/);
});

test('[R04] reads single frames beside tesseract', async ({ folder }) => {
  if (!existsSync('/usr/bin/tesseract')) return; // where its package may not be installed there is nothing to compare with
  const { stdout } = await bench(folder, '--cards 0 --hard 0 --timed 0 --mutated 0 --peer 4 --page page');
  const { peer } = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '');
  assert.is(peer.frames, 4);
  assert.equal([peer.ours.wrong, peer.ours.readRate >= 0.5], [0, true]);
  assert.ok(peer.tesseract.msPerFrame > 0 && peer.ours.msPerFrame > 0);
  assert.match(peer.tesseract.version, /^tesseract \d/);
});

test.run();
