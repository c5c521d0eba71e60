// time limit: 240 s
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { familyOf } from '../../build/visit/process-family.ts';
import type { HealthPoint } from '../../firmware/device/health/point.ts';
import { processPoints } from '../../firmware/device/health/process-points.ts';
import { projectHome } from '../../firmware/device/home.ts';
import { makeCa } from '../crypto/hostile-chains.ts';
import { portsOf } from '../support/listening-ports.ts';
import { makeProductionWorld, type ProductionWorld } from '../support/production-world.ts';

const run = promisify(execFile);
const outdir = `dist/hardening-${process.pid}`;
const strict = '--disallow-code-generation-from-strings';
/** Measuring coverage is a weakening too, and Node hands it down unless it is named. */
const cleanEnv = { PATH: process.env.PATH, NODE_V8_COVERAGE: undefined };
const test = suite<{ world: ProductionWorld; reader: string }>('[R44] a production start');

test.before(async (place) => {
  const bundler: typeof import('../../build/bundle.mjs') = await import(join(projectHome(), 'build/bundle.mjs'));
  await bundler.bundleProduction(outdir);
  place.reader = join(projectHome(), outdir, 'reader.js');
  place.world = await makeProductionWorld();
});
test.after(async ({ world }) => {
  await rm(world.folder, { recursive: true });
  await rm(join(projectHome(), outdir), { recursive: true, force: true });
});

interface Start {
  /** Before node: who starts it, and under which limits. */
  readonly as?: readonly string[];
  readonly options?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly reader?: string;
}

/** Names of the demanded points that a start finds not to be so. */
async function failed(
  { world, reader }: { world: ProductionWorld; reader: string },
  start: Start = {},
): Promise<string[]> {
  const [program = '', ...args] = [
    ...(start.as ?? world.asUser),
    ...[process.execPath, ...(start.options ?? [strict]), start.reader ?? reader],
    ...['--examine', '--settings', world.settings],
  ];
  const { stdout } = await run(program, args, { env: { ...cleanEnv, ...start.env } });
  const points: HealthPoint[] = JSON.parse(stdout.split('\n').find((line) => line.startsWith('[')) ?? '[]');
  assert.ok(points.length > 15, stdout);
  for (const { pass, mend } of points) assert.ok(pass || mend.length > 10);
  return points.filter(({ demanded, pass }) => demanded && !pass).map(({ name }) => name);
}

test('finds nothing amiss where all is as the unit file has it', async (place) => {
  assert.equal(await failed(place), []);
});

test('finds each single weakening of the process', async (place) => {
  const { asUser } = place.world;
  const loaded = join(place.world.folder, 'loaded.cjs');
  await writeFile(loaded, '');
  await chmod(loaded, 0o644);
  const weakened: [string, Start, string[]][] = [
    ['without the option', { options: [] }, ['no-code-from-text']],
    ['with an inspector', { options: [strict, '--inspect=127.0.0.1:0'] }, ['no-inspector', 'no-foreign-code']],
    ['with code loaded before', { options: [strict, '--require', loaded] }, ['no-foreign-code']],
    ['with options in the environment', { env: { NODE_OPTIONS: `--require ${loaded}` } }, ['no-foreign-code']],
    ['with a development build', { reader: join(projectHome(), 'dist/app/reader.js') }, ['production-build']],
    ['with no memory to lock', { as: [...asUser.slice(0, -1), 'prlimit', '--memlock=0:0', '--'] }, ['memory-locked']],
    ...(asUser.length > 0 ? ([['as root', { as: [] }, ['own-user']]] as [string, Start, string[]][]) : []),
  ];
  for (const [what, start, expected] of weakened) assert.equal(await failed(place, start), expected, what);
});

test('finds each single weakening of settings and files', async (place) => {
  const { world } = place;
  const settings = await readFile(world.settings, 'utf8');
  const ca = join(world.trust, 'jpki/test.pem');
  const testCa = (await makeCa()).der.toString('base64');
  const weakened: [string, () => Promise<void>, () => Promise<void>, string[]][] = [
    [
      'an emulated camera',
      () => writeFile(world.settings, settings.replace('"ffmpeg"', '"emulated"')),
      () => writeFile(world.settings, settings),
      ['real-devices'],
    ],
    [
      'a test authority',
      () => writeFile(ca, `-----BEGIN CERTIFICATE-----\n${testCa}\n-----END CERTIFICATE-----\n`, { mode: 0o644 }),
      () => rm(ca),
      ['real-trust'],
    ],
    [
      'a key that others may read',
      () => chmod(join(world.keyFolder, 'device-key.pem'), 0o640),
      () => chmod(join(world.keyFolder, 'device-key.pem'), 0o600),
      ['secrets-closed'],
    ],
    [
      'settings that others may write',
      () => chmod(world.settings, 0o666),
      () => chmod(world.settings, 0o644),
      ['settings-closed'],
    ],
    [
      'a trust store that others may write',
      () => chmod(join(world.trust, 'jpki'), 0o777),
      () => chmod(join(world.trust, 'jpki'), 0o755),
      ['settings-closed'],
    ],
  ];
  for (const [what, weaken, mend, expected] of weakened) {
    await weaken();
    assert.equal(await failed(place), expected, what);
    await mend();
  }
  assert.equal(await failed(place), []);
});

test('an open memory and core dumps are told too, where the system does not let them be shut', () => {
  const names = processPoints(['memory', 'core-dump'], true).flatMap(({ name, pass }) => (pass ? [] : [name]));
  for (const name of ['memory-closed', 'no-core-dump']) assert.ok(names.includes(name), names.join());
});

test('is refused by code, with every point that is amiss and its mend', async ({ world, reader }) => {
  const { code, stderr } = (await run(process.execPath, [
    '--inspect=127.0.0.1:0',
    reader,
    '--production',
    '--settings',
    world.settings,
  ]).then(
    () => assert.unreachable('it started'),
    (error: { code: number; stderr: string }) => error,
  )) ?? { code: 0, stderr: '' };
  assert.is(code, 1);
  assert.match(stderr, /PRODUCTION_REFUSED/);
  for (const name of ['no-inspector', 'no-code-from-text']) assert.match(stderr, `  ${name}: `);
});

test('starts, opens nothing on SIGUSR1, lets nobody of its user look in, and its check processes neither', async ({
  world,
  reader,
}) => {
  const [program = '', ...args] = [
    ...world.asUser,
    ...[process.execPath, strict, reader, '--production', '--settings', world.settings],
  ];
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'], env: cleanEnv });
  const gone = once(child, 'exit');
  const [said] = await Promise.race([once(child.stdout, 'data'), gone.then(() => ['it ended'])]);
  assert.match(String(said), /^kazasu is ready/);
  const family = familyOf(child.pid ?? 0);
  assert.is(family.length, 2, 'the core and its warm check process');
  const ports = portsOf(family).length;
  for (const pid of family) process.kill(pid, 'SIGUSR1');
  await delay(500);
  assert.is(portsOf(family).length, ports, 'no debugger listens');
  for (const pid of family) {
    for (const file of ['mem', 'environ', 'fd/0']) {
      const [looker = '', ...how] = [...world.asUser, 'head', '-c1', `/proc/${pid}/${file}`];
      const look = run(looker, how);
      const outcome = await look.then(
        () => 'read',
        ({ stderr }: { stderr: string }) => stderr,
      );
      assert.match(outcome, /Permission denied/, `${file} of ${pid}`);
    }
  }
  child.kill('SIGTERM');
  assert.is((await gone)[0], 0);
});

test.run();
