// time limit: 300 s
import { setTimeout as delay } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { tracesIn } from '../../build/proof/memory-of-processes.ts';
import { openPanel } from '../../build/visit/panel-client.ts';
import { type RunningReader, startRunningReader } from '../support/running-reader.ts';
import { openTouchPanel } from '../support/touch-panel.ts';

const test = suite<{ running: RunningReader }>('[R42] the page of a visit');
test.before(async (place) => {
  place.running = await startRunningReader();
});
test.after(({ running }) => running.stop());

/** A browser's processes that show pages, as its command line tells. */
async function renderers(browser: Awaited<ReturnType<typeof openTouchPanel>>['browser']): Promise<number[]> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
}

test('goes with the visit: another process shows the next one, and the token of the PIN pad is in none', async ({
  running,
}) => {
  const { desk, panel: address } = running.place;
  const panel = await openTouchPanel(address);
  let token = '';
  const watcher = await openPanel(address, (view) => {
    if (view.channel) token = view.channel.token;
  });
  try {
    await desk.ask({ wish: 'lay', file: running.emulation.card });
    await panel.tap(({ words }) => words.pin);
    await panel.key('7');
    const during = await renderers(panel.browser);
    const trace = { name: 'token', bytes: Buffer.from(token) };
    const holders = during.filter((pid) => tracesIn([pid], [trace]).size > 0);
    assert.is(holders.length, 1, 'the page that shows the PIN pad: the scan can fail');
    await panel.tap(({ words }) => words.cancel);
    await desk.ask({ wish: 'take' });
    await panel.title(({ screens }) => screens.idle.title);
    let after = await renderers(panel.browser);
    for (let n = 0; n < 60 && after.some((pid) => holders.includes(pid)); n++) {
      await delay(500); // the browser lets it go within seconds
      after = await renderers(panel.browser);
    }
    assert.not(
      after.some((pid) => holders.includes(pid)),
      'the process of the visit is gone',
    );
    assert.is(tracesIn(after, [trace]).size, 0);
  } finally {
    watcher.close();
    await desk.ask({ wish: 'take' });
    await panel.close();
  }
});

test.run();
