// time limit: 900 s
import { setTimeout as delay } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { openBrowser } from '../../build/gallery/browser.ts';
import { type Trace, tracesIn, windowsOf } from '../../build/proof/memory-of-processes.ts';
import { personalTraces } from '../../build/proof/personal-traces.ts';
import { signal, whileStill } from '../../build/proof/while-still.ts';
import { openPanel } from '../../build/visit/panel-client.ts';
import { familyOf } from '../../build/visit/process-family.ts';
import { readCardFile } from '../../drivers/card/emulated/card-file.ts';
import type { PanelView } from '../../firmware/panel/view.ts';
import { preview } from '../../ui-lite/patient-channel.ts';
import { at, typePin } from '../support/at-panel.ts';
import { type RunningReader, startRunningReader } from '../support/running-reader.ts';

const test = suite<{ running: RunningReader; browser: Browser }>('[R42] after a visit, in the memory of every process');
test.before(async (place) => {
  // The processes stand still while they are looked through: that must not cost the patient the visit.
  const timeouts = { farewell: 1, face: 120, method: 200, pin: 200, consent: 200, terminal: 100, result: 100 };
  place.running = await startRunningReader({ settings: () => ({ timeouts, check: { deadlineMs: 600_000 } }) });
  place.browser = await openBrowser();
});
test.after(async ({ running, browser }) => {
  await browser.close();
  await running.stop();
});

/** Every process of a browser: its own, those that show pages, draw, and speak to the network. */
async function processesOf(browser: Browser): Promise<number[]> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return familyOf(processInfo.find(({ type }) => type === 'browser')?.id ?? 0);
}

/** The first pictures of JPEG are tables that all share. */
const tables = 1024;
/** So many of the last pictures are looked for. */
const kept = 12;

/** Looks on as the page does, and remembers the last pictures. */
function lookOn(channel: NonNullable<PanelView['channel']>) {
  const leave = new AbortController();
  const pictures: Buffer[] = [];
  const looking = (async () => {
    for await (const jpeg of preview(channel, leave.signal)) {
      pictures.push(Buffer.from(jpeg));
      pictures.splice(0, pictures.length - kept);
    }
  })().catch(() => undefined);
  const stop = () => {
    leave.abort();
    return looking;
  };
  return { pictures, stop };
}

/** Rows of the picture as it is drawn now, in the two orders of colours that browsers use. */
async function drawnRows(page: Page): Promise<Trace[]> {
  const { width, text } = await page.evaluate(() => {
    const canvas = document.querySelector('canvas') as HTMLCanvasElement;
    const pen = canvas.getContext('2d') as CanvasRenderingContext2D;
    const { data } = pen.getImageData(0, 0, canvas.width, canvas.height);
    return { width: canvas.width, text: btoa(Array.from(data, (byte) => String.fromCharCode(byte)).join('')) };
  });
  const rgba = Buffer.from(text, 'base64');
  const bgra = Buffer.from(rgba);
  for (let at = 0; at < bgra.length; at += 4) [bgra[at], bgra[at + 2]] = [rgba[at + 2] as number, rgba[at] as number];
  return [rgba, bgra].flatMap((rows) => windowsOf('drawn picture', rows, { length: 48, step: 4 * width }));
}

/** A PIN whose bytes, as the page holds them, stand nowhere by chance. */
function freshPin(pids: readonly number[]): { pin: string; trace: Trace } {
  for (const pin of ['9071', '7309', '8195', '6928', '5713']) {
    const trace = { name: 'PIN', bytes: Buffer.concat([Buffer.from(pin), Buffer.alloc(4)]) };
    if (tracesIn(pids, [trace]).size === 0) return { pin, trace };
  }
  throw new Error('each of these PINs stands somewhere by chance');
}

test('neither the pictures of the face camera nor the keys of the PIN nor the photo are in the reader or the browser; while they are shown they are found', async ({
  running,
  browser,
}) => {
  const ofReader = () => familyOf(running.reader.process.pid ?? 0);
  const { pin, trace } = freshPin([...ofReader(), ...(await processesOf(browser))]);
  const card = await running.makeCard('own', { pin });
  const person = await personalTraces(await readCardFile(card));
  const { desk, emulation } = running;
  await desk.hand.ask({ wish: 'hold', attack: 'print', file: emulation.person }); // the face screen stays for a while
  let channel: PanelView['channel'];
  const watcher = await openPanel(running.place.panel, (view) => {
    if (view.screen === 'face') channel = view.channel;
  });
  const traces: Trace[] = [...person, trace];
  await at({ running, browser }, 'valid', async ({ panel, lay, leave }) => {
    await lay(card);
    await panel.tap(({ words }) => words.face);
    await panel.page.waitForFunction(() => (document.querySelector('canvas')?.width ?? 300) !== 300);
    assert.ok(channel);
    const looker = lookOn(channel as NonNullable<PanelView['channel']>);
    await delay(1500);
    for (const pid of ofReader()) signal(pid, 'SIGSTOP'); // no more pictures: what is drawn stays
    await delay(500);
    const drawn = await drawnRows(panel.page);
    for (const jpeg of looker.pictures) traces.push(...windowsOf('picture', jpeg.subarray(tables), { step: 512 }));
    traces.push(...drawn);
    const pages = await processesOf(browser);
    const shown = whileStill(pages, () => tracesIn(pages, traces));
    // Before the reader goes on: it may then give up the face, seen too long ago to be told apart from a picture, and leaves this page by itself.
    await panel.tap(({ words }) => words.otherMethod);
    for (const pid of ofReader()) signal(pid, 'SIGCONT');
    assert.ok((shown.get('picture') ?? 0) > 10, 'the page holds the pictures that it shows: the scan can fail');
    assert.ok((shown.get('drawn picture') ?? 0) > 10, 'and what it has drawn of them');
    await looker.stop();
    assert.equal([...shown.keys()].sort(), ['drawn picture', 'picture'], 'nothing else of the person');

    await panel.tap(({ words }) => words.pin);
    for (const digit of pin) await panel.key(digit);
    const typing = await processesOf(browser);
    assert.is(whileStill(typing, () => tracesIn(typing, [trace])).get('PIN'), 1, 'the page that it is typed on');
    const core = ofReader();
    assert.is(tracesIn(core, [trace]).size, 0, 'nobody else');
    await panel.tap(({ words }) => words.clear);
    await typePin(panel, pin);
    await panel.tap(({ words }) => words.agreeAll);
    await panel.says(({ results }) => results.valid.title);
    await leave();
    let left = new Map<string, number>();
    for (let n = 0; n < 20; n++) {
      left = tracesIn([...ofReader(), ...(await processesOf(browser))], traces);
      if (left.size === 0) break;
      await delay(1000); // the browser lets the page's process go within seconds
    }
    assert.equal(Object.fromEntries(left), {});
  });
  watcher.close();
});

test.run();
