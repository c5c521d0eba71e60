import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { commitOf } from '../../build/book/commit.ts';

const test = suite<{ home: string; commit: string }>("the commit in a book's head");
test.before.each(async (place) => {
  place.home = await mkdtemp(join(tmpdir(), 'kazasu-commit-'));
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', place.home, '-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], {
      encoding: 'utf8',
    }).trim();
  git('init', '--quiet');
  await mkdir(join(place.home, 'firmware'));
  await writeFile(join(place.home, 'firmware/core.ts'), 'export {};\n');
  await writeFile(join(place.home, 'package.json'), '{}\n');
  git('add', '.');
  git('commit', '--quiet', '--message', 'Begin');
  place.commit = git('rev-parse', 'HEAD');
});
test.after.each(({ home }) => rm(home, { recursive: true }));

test('the source as it was committed, with books and reports beside it', async ({ home, commit }) => {
  assert.is(await commitOf(home), commit);
  for (const folder of ['book', 'book-before']) {
    await mkdir(join(home, folder));
    await writeFile(join(home, folder, 'book.json'), '{}\n');
  }
  assert.is(await commitOf(home), commit);
});

for (const [what, file, text] of [
  ['a file changed', 'firmware/core.ts', 'export const changed = true;\n'],
  ['a file at the top changed', 'package.json', '{ "changed": true }\n'],
  ['a file added to a room', 'firmware/more.ts', 'export {};\n'],
] as const)
  test(`${what} since`, async ({ home, commit }) => {
    await writeFile(join(home, file), text);
    assert.is(await commitOf(home), `${commit}, changed since`);
  });

test('a file removed since', async ({ home, commit }) => {
  await rm(join(home, 'package.json'));
  assert.is(await commitOf(home), `${commit}, changed since`);
});

test('no source: a folder that no commit knows', async ({ home }) => {
  await rm(join(home, '.git'), { recursive: true });
  assert.is(await commitOf(home), 'source unknown');
});

test.run();
