// time limit: 300 s
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { targets } from '../../build/bringup/panel.ts';
import { openBrowser, panelSizes, touchPanel } from '../../build/gallery/browser.ts';
import { type StartedDesk, startDesk } from '../../build/visit/processes.ts';
import { type Emulation, prepareEmulation } from '../../drivers/desk/emulation.ts';
import { projectHome } from '../../firmware/device/home.ts';

interface Place {
  folder: string;
  desk: StartedDesk;
  world: Emulation;
}

const test = suite<Place>('the bring-up of a board');
test.before(async (place) => {
  place.folder = await mkdtemp(join(tmpdir(), 'kazasu-bringup-'));
  const [socket, tty] = [join(place.folder, 'desk.sock'), join(place.folder, 'tty')];
  place.world = await prepareEmulation(join(place.folder, 'emulated'));
  place.desk = await startDesk({ socket, board: tty });
  await writeFile(
    join(place.folder, 'settings.json'),
    JSON.stringify({
      drivers: { desk: { socket }, board: { driver: 'firmata', path: tty } },
      terminal: { mqtt: { listen: { port: 0 }, plain: true } },
    }),
  );
});
test.after(async ({ folder, desk }) => {
  await desk.stop();
  await rm(folder, { recursive: true });
});

interface Found {
  readonly name: string;
  readonly outcome: string;
  readonly found: string;
  readonly file?: string;
}

/** Brings up the parts; `onSay` hears what the vendor is asked to do. */
async function bringUp({ folder }: Place, parts: readonly string[], onSay: (words: string) => void = () => undefined) {
  const args = [
    'bringup',
    '--settings',
    join(folder, 'settings.json'),
    '--out',
    join(folder, 'out'),
    '--yes',
    '--json',
  ];
  for (const part of parts) args.push('--part', part);
  const child = spawn(process.execPath, [join(projectHome(), 'dist/app/kazasu.js'), ...args]);
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    said += text;
  });
  child.stderr.setEncoding('utf8').on('data', onSay);
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  const found: Found[] = JSON.parse(said.trimEnd().split('\n').at(-1) ?? '').parts;
  return { code, found, outcomes: found.map(({ name, outcome }) => `${name} ${outcome}`) };
}

test('[R40] a board whose parts work passes, each with a figure and a picture', async (place) => {
  const { folder, desk, world } = place;
  await desk.hand.ask({ wish: 'lay', file: world.card });
  await desk.hand.ask({ wish: 'stand', file: world.person });
  const parts = ['card-reader', 'face-camera', 'card-camera', 'board', 'terminal'];
  const { code, found, outcomes } = await bringUp(place, parts);
  assert.equal(
    outcomes,
    parts.map((part) => `${part} pass`),
    JSON.stringify(found),
  );
  assert.is(code, 0);
  for (const { name, file } of found) {
    if (name === 'terminal') continue;
    assert.ok(file, name);
    const { width = 0 } = await sharp(join(folder, 'out', file)).metadata();
    assert.ok(width > 100, name);
    assert.match(await readFile(join(folder, 'out/index.html'), 'utf8'), file);
  }
});

test('what is wrong is told: no card in the picture, a board that is not there', async (place) => {
  await place.desk.hand.ask({ wish: 'take' });
  const settings = join(place.folder, 'settings.json');
  const usual = JSON.parse(await readFile(settings, 'utf8'));
  const board = { ...usual.drivers.board, path: '/dev/null-board' };
  await writeFile(settings, JSON.stringify({ ...usual, drivers: { ...usual.drivers, board } }));
  const { code, found, outcomes } = await bringUp(place, ['card-camera', 'board']);
  await writeFile(settings, JSON.stringify(usual));
  assert.equal(outcomes, ['card-camera FAIL', 'board FAIL']);
  assert.match(found[1]?.found ?? '', 'BOARD_UNAVAILABLE');
  assert.is(code, 1);
});

test('[R40] the panel passes when its five dots are touched where they are, and not by a mouse', async (place) => {
  const browser = await openBrowser();
  try {
    for (const by of ['touch', 'mouse'] as const) {
      const context = await touchPanel(browser, panelSizes[0]);
      const page = await context.newPage();
      let said = '';
      const { outcomes } = await bringUp(place, ['panel'], async (words) => {
        said += words;
        const [url] = /http:\/\/127\.0\.0\.1:\d+\//.exec(said) ?? [];
        if (!url) return;
        said = '';
        await page.goto(url);
        const { width, height } = panelSizes[0];
        for (const [x, y] of targets) {
          if (by === 'touch') await page.touchscreen.tap(x * width + 5, y * height - 5);
          else await page.mouse.click(x * width, y * height);
        }
      });
      assert.equal(outcomes, [by === 'touch' ? 'panel pass' : 'panel FAIL'], by);
      await context.close();
    }
  } finally {
    await browser.close();
  }
});

test.run();
