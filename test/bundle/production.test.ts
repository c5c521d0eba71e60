// time limit: 120 s
import { type ChildProcess, execFile, fork } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { prepareEmulation } from '../../drivers/desk/emulation.ts';
import { demandRealDevices } from '../../firmware/device/demand-real-devices.ts';
import { projectHome } from '../../firmware/device/home.ts';

const run = promisify(execFile);
const outdir = `dist/production-${process.pid}`;

const test = suite<{ folder: string; sources: string[]; reader: string }>('the production bundle');

test.before(async (place) => {
  place.folder = await mkdtemp(join(tmpdir(), 'kazasu-production-'));
  // Not bundled into this test: the bundler finds the project by where its own file lies.
  const bundler: typeof import('../../build/bundle.mjs') = await import(join(projectHome(), 'build/bundle.mjs'));
  place.sources = await bundler.bundleProduction(outdir);
  place.reader = join(projectHome(), outdir, 'reader.js');
});
test.after(async ({ folder }) => {
  await rm(folder, { recursive: true });
  await rm(join(projectHome(), outdir), { recursive: true, force: true });
});

test('[R44] holds no emulated device, no tool and no test authority', ({ sources }) => {
  for (const needed of ['firmware/main.ts', 'firmware/check/main.ts', 'drivers/card/pcsc/pcsc-reader.ts'])
    assert.ok(sources.includes(needed), needed);
  const foreign = sources.filter((file) => /(^|\/)emulated\/|^drivers\/desk\/|^build\/|^test\//.test(file));
  assert.equal(foreign, []);
});

test('[R44] refuses emulated devices at start, names each and says what to set', async ({ reader }) => {
  const started = run(process.execPath, [reader, '--settings', join(projectHome(), 'device.config.json')]);
  const refused = await started.then(
    () => assert.unreachable('it started'),
    (error: { code: number; stderr: string }) => error,
  );
  assert.is(refused?.code, 1);
  const said = refused?.stderr ?? '';
  assert.match(said, /^EMULATED_DEVICES_ABSENT: /);
  for (const name of ['card', 'faceCamera', 'cardCamera']) assert.match(said, `drivers.${name}.driver`);
  assert.match(said, 'next: Set "pcsc"');
});

test('[R44] real devices alone are no reason to refuse', () => {
  demandRealDevices({ card: { driver: 'pcsc' }, faceCamera: { driver: 'ffmpeg' }, desk: { socket: 'x' } });
  assert.throws(
    () => demandRealDevices({ card: { driver: 'pcsc' }, faceCamera: { driver: 'emulated' } }),
    /\(drivers\.faceCamera\.driver\)$/,
  );
});

test('[R44] starts on real drivers, with its own check process and page, and ends when asked', async (place) => {
  const { trust } = await prepareEmulation(join(place.folder, 'emulated'));
  const settings = join(place.folder, 'device.config.json');
  const camera = { driver: 'ffmpeg', input: '/dev/video0' };
  await writeFile(
    settings,
    JSON.stringify({
      drivers: { card: { driver: 'pcsc' }, faceCamera: camera, cardCamera: camera },
      terminal: {
        mqtt: { listen: { port: 0 } },
        pairingFolder: join(place.folder, 'pairing'),
        outboxFolder: join(place.folder, 'outbox'),
      },
      panel: { port: 0 },
      records: { folder: join(place.folder, 'records') },
      trust: { store: trust, pinless: { implementation: 'none' } },
    }),
  );
  const reader = fork(place.reader, ['--settings', settings], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const gone = exitOf(reader);
  const { panel } = await new Promise<{ panel: string }>((resolve, reject) => {
    reader.once('message', (ready) => resolve(ready as { panel: string }));
    gone.then((code) => reject(new Error(`ended with ${code}`)));
  });
  const page = await fetch(`${panel}/app.js`);
  assert.is(page.status, 200);
  await page.arrayBuffer(); // else its connection stays open
  reader.kill('SIGTERM');
  assert.is(await gone, 0);
});

const exitOf = (child: ChildProcess) =>
  new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));

test.run();
