import { cp, mkdir, mkdtemp, open, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { boards } from '../../build/image/boards.ts';
import { foreignPrograms } from '../../build/image/foreign-programs.ts';

const test = suite<{ folder: string }>('programs of another processor');

test.before.each(async (place) => {
  place.folder = await mkdtemp(join(tmpdir(), 'kazasu-foreign-'));
});
test.after.each(({ folder }) => rm(folder, { recursive: true }));

const modules = 'node_modules/onnxruntime-node/bin/napi-v6/linux';

test('R45: the modules that npm brings for each processor pass for their own board and are named for the other', async ({
  folder,
}) => {
  const at = (cpu: string) => join(folder, cpu, 'lib');
  for (const cpu of ['x64', 'arm64']) await cp(join(modules, cpu), at(cpu), { recursive: true });
  const [own, other] = [boards['qemu-amd64'], boards['generic-arm64']];
  assert.equal(await foreignPrograms(join(folder, 'x64'), own), []);
  assert.equal(await foreignPrograms(join(folder, 'arm64'), other), []);
  const among = await foreignPrograms(folder, own);
  assert.ok(among.includes('arm64/lib/onnxruntime_binding.node'), among.join());
  assert.ok(among.every((path) => path.startsWith('arm64/')));
  assert.ok((await foreignPrograms(folder, other)).every((path) => path.startsWith('x64/')));
});

test('R45: what is no program is no concern: texts, short and empty files, links to elsewhere', async ({ folder }) => {
  await mkdir(join(folder, 'deep'));
  await writeFile(join(folder, 'deep/empty'), '');
  await writeFile(join(folder, 'deep/short'), '\x7fEL', 'latin1');
  await writeFile(join(folder, 'text'), 'ELF and more than twenty bytes of it');
  await symlink('/nowhere', join(folder, 'link'));
  assert.equal(await foreignPrograms(folder, boards['generic-arm64']), []);
});

test('R45: a program whose machine was changed is found, whatever its name', async ({ folder }) => {
  const path = join(folder, 'README.md');
  await cp(process.execPath, path);
  const board = Object.values(boards).find(({ cpu }) => cpu === process.arch) ?? boards['qemu-amd64'];
  assert.equal(await foreignPrograms(folder, board), []);
  const file = await open(path, 'r+');
  await file.write(Buffer.from([40, 0]), 0, 2, 18);
  await file.close();
  assert.equal(await foreignPrograms(folder, board), ['README.md']);
});

test.run();
