// time limit: 400 s
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Finding } from '../../build/conformance/case.ts';
import { startDesk } from '../../build/visit/processes.ts';
import { EmulatedMicrocontroller } from '../../drivers/board/emulated/microcontroller.ts';
import { prepareEmulation } from '../../drivers/desk/emulation.ts';
import { projectHome } from '../../firmware/device/home.ts';

const test = suite<{ folder: string; modules: string }>('the conformance kit for drivers');
test.before(async (place) => {
  place.folder = await mkdtemp(join(tmpdir(), 'kazasu-drivers-'));
  place.modules = `dist/drivers-under-test-${process.pid}`;
  const bundler: typeof import('../../build/bundle.mjs') = await import(join(projectHome(), 'build/bundle.mjs'));
  const files = ['vendor-drivers', 'careless-drivers'].map((name) => `test/conformance-driver/${name}.ts`);
  await bundler.bundleTests(files, place.modules);
  await bundler.endBundler();
});
test.after(async ({ folder, modules }) => {
  await rm(folder, { recursive: true });
  await rm(join(projectHome(), modules), { recursive: true });
});

/** Tests a module; the exit code and what failed, by kind. */
async function tested(modules: string, name: string, env: Record<string, string>) {
  const module = join(projectHome(), modules, 'conformance-driver', `${name}.js`);
  const args = [join(projectHome(), 'dist/app/kazasu.js'), 'conformance', 'driver', module, '--json'];
  const child = spawn(process.execPath, args, { env: { ...process.env, ...env } });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (said += text));
  const code = await new Promise((resolve) => child.once('close', resolve));
  const last = said.trimEnd().split('\n').at(-1) ?? '';
  assert.ok(last.startsWith('{'), said);
  const found: Record<string, Finding[]> = JSON.parse(last);
  const failed = Object.entries(found).map(([kind, findings]) => [
    kind,
    findings.filter(({ outcome }) => outcome === 'failed').map(({ id }) => id),
  ]);
  return { code, failed, said };
}

test('drivers that keep their contract pass: card reader, camera, board', async ({ folder, modules }) => {
  const emulation = await prepareEmulation(join(folder, 'emulated'));
  const socket = join(folder, 'desk.sock');
  const desk = await startDesk({ socket });
  const tty = join(folder, 'tty');
  const uno = new EmulatedMicrocontroller(tty);
  await uno.plugIn();
  try {
    await desk.hand.ask({ wish: 'lay', file: emulation.card });
    const { code, failed, said } = await tested(modules, 'vendor-drivers', { KAZASU_DESK: socket, KAZASU_TTY: tty });
    assert.equal(
      failed,
      [
        ['card', []],
        ['face-camera', []],
        ['board', []],
      ],
      said,
    );
    assert.is(code, 0);
  } finally {
    await uno.unplug();
    await desk.stop();
  }
});

test('drivers that do not are told so, each by what it breaks', async ({ modules }) => {
  const { code, failed, said } = await tested(modules, 'careless-drivers', {});
  assert.equal(
    failed,
    [
      ['card', ['C01', 'C02', 'C03', 'C04', 'C06', 'C07', 'C09']],
      ['face-camera', ['P01', 'P02', 'P03', 'P04', 'P05', 'P06']],
      ['board', ['B01', 'B02', 'B03', 'B04', 'B05']],
    ],
    said,
  );
  assert.is(code, 1);
});

test.run();
