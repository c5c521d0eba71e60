// time limit: 400 s
import type { Browser } from 'playwright-core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { openBrowser } from '../../build/gallery/browser.ts';
import { at, byPin } from '../support/at-panel.ts';
import { startRunningReader } from '../support/running-reader.ts';

const test = suite<{ browser: Browser }>('[R29] readers of each profile, by touch');
test.before(async (place) => {
  place.browser = await openBrowser();
});
test.after(({ browser }) => browser.close());

/** PIN and cancel: no face, and no visual check before the facility has a password. */
const buttons = 2;

for (const [profile, taps] of [
  ['qualification-only', 6],
  ['home-visit', 7],
] as const)
  test(`${profile}: no face, ${taps === 6 ? 'no consent' : 'with consent'}, to the end in ${taps} taps`, async ({
    browser,
  }) => {
    const running = await startRunningReader({ settings: () => ({ reader: { profile }, timeouts: { farewell: 1 } }) });
    try {
      await at({ running, browser }, 'valid', async (visit) => {
        const { panel, lay, leave, consents, heard } = visit;
        await lay();
        await panel.title(({ screens }) => screens.choosing.title);
        assert.is(await panel.page.locator('.choosing .actions button').count(), buttons);
        await byPin(visit);
        if (profile === 'home-visit') await panel.tap(({ words }) => words.agreeAll);
        await panel.says(({ results }) => results.valid.title);
        assert.is(panel.taps, taps);
        await leave();
        assert.equal([heard.verdict?.method, consents.length], ['pin', taps - 6]);
      });
    } finally {
      await running.stop();
    }
  });

test.run();
