import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { type Emulation, prepareEmulation } from '../../drivers/desk/emulation.ts';
import { projectHome } from '../../firmware/device/home.ts';
import { openBrowser, panelSizes, touchPanel } from '../gallery/browser.ts';
import { ownSettings, type StartedDesk, startDesk, startReaderProcess } from '../visit/processes.ts';

/** A running reader's panel at 800×480 in Debian's Chromium, and the emulated desk before it. */
export interface BenchPage {
  readonly page: Page;
  readonly desk: StartedDesk;
  readonly emulation: Emulation;
}

/** Opens one, with `watch` running in the page before its own script, for as long as `work` takes. */
export async function atBenchPage<T>(watch: () => void, work: (bench: BenchPage) => Promise<T>): Promise<T> {
  const home = projectHome();
  const emulation = await prepareEmulation(join(home, 'var/emulated'));
  const folder = await mkdtemp(join(home, 'var/bench-'));
  const desk = await startDesk({ socket: join(folder, 'desk.sock') });
  const reader = await startReaderProcess(join(home, 'device.config.json'), ownSettings(folder, emulation));
  const browser = await openBrowser();
  try {
    const page = await (await touchPanel(browser, panelSizes[0])).newPage();
    await page.addInitScript(watch);
    await page.goto(reader.ready.panel);
    return await work({ page, desk, emulation });
  } finally {
    await browser.close();
    await reader.stop();
    await desk.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
