import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { prepareEmulation } from '../../drivers/desk/emulation.ts';
import { projectHome } from '../../firmware/device/home.ts';
import { openBrowser, panelSizes, touchPanel } from '../gallery/browser.ts';
import { ownSettings, startDesk, startReaderProcess } from '../visit/processes.ts';
import type { Command } from './command.ts';
import { count } from './count.ts';
import { percentile } from './percentile.ts';

const answerLimitMs = 100;
const weightLimitKb = 150;

export const benchPanel: Command = {
  summary: 'how soon the panel answers a tap, and how heavy its page is',
  help: `kazasu bench panel [--rounds N]

At a running reader on emulated devices, in Debian's Chromium at 800×480: chooses the PIN, types a digit, goes back to the choice,
N times over (default 40). Tells p50 and p95 from each tap to its answer painted, and the page's weight.
Exit 0 only when p95 is at most ${answerLimitMs} ms and the page, uncompressed, at most ${weightLimitKb} kB.`,
  run: async (args) => {
    const { values } = parseArgs({ args: [...args], options: { rounds: { type: 'string', default: '40' } } });
    const weight = await weightOf(join(projectHome(), 'dist/app/page'));
    const answers = await measure(count('rounds', values.rounds));
    console.log('tap               p50 ms  p95 ms');
    for (const [tap, times] of Object.entries(answers)) {
      const [p50, p95] = [percentile(times, 0.5), percentile(times, 0.95)];
      console.log(`${tap.padEnd(16)} ${p50.toFixed(0).padStart(7)} ${p95.toFixed(0).padStart(7)}`);
    }
    console.log(`page ${(weight / 1000).toFixed(1)} kB`);
    const slowest = Math.max(...Object.values(answers).map((times) => percentile(times, 0.95)));
    return slowest <= answerLimitMs && weight <= weightLimitKb * 1000 ? 0 : 1;
  },
};

/** Bytes of all files of the page. */
async function weightOf(folder: string): Promise<number> {
  const sizes = await Promise.all((await readdir(folder)).map(async (file) => (await stat(join(folder, file))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function measure(rounds: number): Promise<Record<string, number[]>> {
  const home = projectHome();
  const emulation = await prepareEmulation(join(home, 'var/emulated'));
  const folder = await mkdtemp(join(home, 'var/bench-'));
  const desk = await startDesk({ socket: join(folder, 'desk.sock') });
  const reader = await startReaderProcess(join(home, 'device.config.json'), ownSettings(folder, emulation));
  const browser = await openBrowser();
  try {
    const context = await touchPanel(browser, panelSizes[0]);
    const page = await context.newPage();
    await page.addInitScript(watchAnswers);
    await page.goto(reader.ready.panel);
    await desk.hand.ask({ wish: 'lay', file: emulation.card });
    const answers: Record<string, number[]> = { 'choose a method': [], 'type a digit': [], 'another method': [] };
    const tap = async (name: string, selector: string) => answers[name]?.push(await answerTo(page, selector));
    for (let round = 0; round < rounds; round++) {
      await tap('choose a method', '.choosing .actions button:nth-child(2)');
      await tap('type a digit', '.pin .digit');
      await tap('another method', '.pin .actions button:nth-child(7)');
    }
    return answers;
  } finally {
    await browser.close();
    await reader.stop();
    await desk.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Taps, and answers how long it took until what changed was painted, in ms. */
async function answerTo(page: Page, selector: string): Promise<number> {
  await page.locator(selector).first().waitFor();
  await page.evaluate(() => Reflect.set(window, 'answered', undefined));
  await page.locator(selector).first().tap();
  const answered = await page.waitForFunction(() => Reflect.get(window, 'answered'));
  return Number(await answered.jsonValue());
}

/** In the page: from the finger's touch to the first frame after the page has changed. */
function watchAnswers(): void {
  let touched: number | undefined;
  addEventListener('pointerdown', () => {
    touched = performance.now();
  });
  const change = new MutationObserver(() => {
    const began = touched;
    if (began === undefined) return;
    touched = undefined;
    requestAnimationFrame(() => setTimeout(() => Reflect.set(window, 'answered', performance.now() - began)));
  });
  change.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
}
