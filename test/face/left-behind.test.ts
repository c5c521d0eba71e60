import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { projectHome } from '../../firmware/device/home.ts';
import { chipPhoto, person, portrait } from './support.ts';

const test = suite('left behind');

const program = join(projectHome(), `dist/left-behind-${process.pid}.mjs`);
const folder = mkdtempSync(join(tmpdir(), 'kazasu-face-'));

test.before(async () => {
  mkdirSync(join(projectHome(), 'dist'), { recursive: true });
  const entry = join(projectHome(), 'test/face/left-behind-main.ts');
  buildSync({
    entryPoints: [entry],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
  });
  writeFileSync(join(folder, 'photo.j2k'), await chipPhoto(portrait('grace-hopper')));
  let count = 10;
  for await (const { jpeg } of person('grace-hopper', 10)) writeFileSync(join(folder, `${count++}.jpg`), jpeg);
});

test.after(() => {
  rmSync(program, { force: true });
  rmSync(folder, { recursive: true });
});

test('[R42] nothing of photo, frames, cut faces, landmarks and templates stands in memory after a match', () => {
  // glibc overwrites memory as it is freed: libvips gives its picture buffers back as they are.
  const env = { ...process.env, MALLOC_PERTURB_: '85' };
  const { stdout, stderr, status } = spawnSync(process.execPath, [program, folder], { env, encoding: 'utf8' });
  assert.is(status, 0, stderr);
  const { matched, during, held, after, noted } = JSON.parse(stdout);
  assert.ok(matched);
  const whileLooking = [
    'live aligned',
    'live jpeg',
    'live landmarks',
    'live row',
    'live template',
    'photo jpeg 2000',
    'reference',
  ];
  for (const kind of whileLooking) assert.ok(during.includes(kind), `the scan does not see: ${kind}`);
  assert.equal(held.filter((kind: string) => ['fused', 'photo jpeg 2000', 'reference'].includes(kind)).length, 3);
  for (const kind of ['live model input', 'live model output']) assert.ok(noted.includes(kind), kind);
  assert.equal(after, []);
});

test.run();
