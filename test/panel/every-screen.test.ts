// time limit: 900 s
import type { Browser } from 'playwright-core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { openBrowser } from '../../build/gallery/browser.ts';
import { languages } from '../../firmware/words/languages.ts';
import type { Phrase, Phrases } from '../../firmware/words/phrases.ts';
import { type AtPanel, at, byPin, proveByPin } from '../support/at-panel.ts';
import { type RunningReader, startRunningReader } from '../support/running-reader.ts';
import type { TouchPanel } from '../support/touch-panel.ts';

const test = suite<{ running: RunningReader; browser: Browser }>('every screen of a visit, by touch');
const password = 'himitsu-25';

test.before(async (place) => {
  const timeouts = { farewell: 1, result: 8, face: 120, reading: 60 };
  place.running = await startRunningReader({ settings: () => ({ timeouts }) });
  place.browser = await openBrowser();
  await fetch(`${place.running.place.panel}/staff/first-password`, { method: 'POST', body: password });
  await place.running.desk.hand.ask({ wish: 'stand' }); // nobody: the face screen stays
});
test.after(async ({ running, browser }) => {
  await browser.close();
  await running.stop();
});

/** Slow enough that the page which says that the card is read stays for seconds. */
const slowly = { frameDelayMs: 300 };

/** Goes on in the next language, by one tap, on the screen that stands, and sees that it says the same in it. */
function speaker(panel: TouchPanel) {
  let now = 0;
  return async (title: (phrases: Phrases) => Phrase) => {
    await panel.title(title);
    now = (now + 1) % languages.length;
    await panel.speak(languages[now] as (typeof languages)[number]);
    await panel.title(title);
  };
}

test('[R40] the language is changed by one tap on every screen, holds for the visit, and is the facility’s again after it', async (place) => {
  await at(place, 'unregistered', async ({ panel, lay, leave }) => {
    const next = speaker(panel);
    for (const _ of languages) await next(({ screens }) => screens.idle.title);
    await lay(undefined, slowly);
    await next(({ screens }) => screens.reading.title);
    await next(({ screens }) => screens.choosing.title);
    for (const method of ['face', 'visual'] as const) {
      await panel.tap(({ words }) => words[method]);
      await next(({ screens }) => screens[method].title);
      await panel.tap(({ words }) => words.otherMethod);
    }
    await panel.tap(({ words }) => words.pin);
    await panel.key('1');
    await panel.key('2');
    await next(({ screens }) => screens.pin.title);
    await panel.key('3');
    await panel.key('4');
    await panel.tap(({ words }) => words.enter);
    await next(({ screens }) => screens.registration.title);
    await panel.tap(({ words }) => words.notNow);
    await next(({ screens }) => screens['take-card'].title);
    panel.forgetLanguage();
    await leave();
    assert.is(await panel.page.locator('html').getAttribute('lang'), 'ja');
  });
  await at(place, undefined, async (visit) => {
    const { panel, leave } = visit;
    await byPin(visit);
    const next = speaker(panel);
    await next(({ questions }) => questions.records.title);
    await panel.tap(({ words }) => words.oneByOne);
    await next(({ questions }) => questions.records.title);
    await panel.tap(({ words }) => words.done);
    await next(({ screens }) => screens.result.title);
    await next(({ screens }) => screens['take-card'].title);
    panel.forgetLanguage();
    await leave();
  });
});

/** How a person comes to each screen on which the card is needed. */
const toScreen: Record<'reading' | 'choosing' | 'face' | 'pin' | 'visual', (visit: AtPanel) => Promise<unknown>> = {
  reading: ({ lay }) => lay(undefined, slowly),
  choosing: ({ lay }) => lay(),
  face: ({ lay, panel }) => lay().then(() => panel.tap(({ words }) => words.face)),
  pin: ({ lay, panel }) => lay().then(() => panel.tap(({ words }) => words.pin)),
  visual: ({ lay, panel }) => lay().then(() => panel.tap(({ words }) => words.visual)),
};

test('[R06] a card that is pulled is spoken of on every screen that needs it, and the next one is welcome', async (place) => {
  for (const screen of Object.keys(toScreen) as (keyof typeof toScreen)[])
    await at(place, 'valid', async (visit) => {
      const { panel, leave, heard } = visit;
      await toScreen[screen](visit);
      await panel.title(({ screens }) => screens[screen].title);
      await place.running.desk.hand.ask({ wish: 'take' });
      await panel.says(({ messages }) => messages.cardTakenEarly.title);
      await leave();
      assert.is(heard['session-ended']?.reason, 'CARD_REMOVED', screen);
    });
});

test('[R06] [R20] a card that is pulled once the person is known costs no question its answer', async (place) => {
  const taken = () => place.running.desk.hand.ask({ wish: 'take' });
  await at(place, 'valid', async (visit) => {
    await byPin(visit);
    const { panel, leave, consents } = visit;
    await panel.title(({ questions }) => questions.records.title);
    await taken();
    await panel.tap(({ words }) => words.agreeAll);
    await panel.says(({ results }) => results.valid.title);
    await leave();
    assert.is(consents[0]?.comprehensive, true);
  });
  await at(place, 'unregistered', async (visit) => {
    await byPin(visit);
    const { panel, leave } = visit;
    await panel.title(({ screens }) => screens.registration.title);
    await taken();
    await panel.tap(({ words }) => words.notNow);
    await panel.says(({ results }) => results.unregistered.title);
    await leave();
  });
});

test('[R26] [R27] a certificate that ends soon, has ended, or ended too long ago is spoken of', async (place) => {
  const card = (state: 'ending' | 'grace' | 'past') => place.running.makeCard(state, { certificate: state });
  /** Without the date that stands in it. */
  const begins = (phrase: Phrase) => phrase.split('<date>')[0] ?? '';
  const ending = await card('ending');
  await at(place, 'valid', async (visit) => {
    const { panel, leave } = visit;
    await visit.lay(ending);
    await panel.says(({ words }) => begins(words.certificateEnding));
    await proveByPin(panel);
    await panel.tap(({ words }) => words.agreeAll);
    await panel.says(({ words }) => begins(words.certificateEnding));
    await leave();
  });
  const grace = await card('grace');
  await at(place, 'valid', async (visit) => {
    const { panel, leave, consents, heard } = visit;
    await visit.lay(grace);
    await panel.says(({ words }) => begins(words.certificateGrace));
    await proveByPin(panel); // qualification only: no consent is asked
    await panel.says(({ results }) => results.valid.title);
    await panel.says(({ words }) => begins(words.certificateGrace));
    await leave();
    assert.equal([heard.verdict?.qualificationOnly, consents], [true, []]);
  });
  const past = await card('past');
  await at(place, 'valid', async ({ panel, lay, leave }) => {
    await lay(past);
    await panel.says(({ messages }) => messages.certificateOver.title);
    await panel.says(({ messages }) => messages.certificateOver.text);
    await leave();
  });
});

test('[R05] a card without a PIN is offered none; [R06] another card is told from a My Number Card', async (place) => {
  const pinless = await place.running.makeCard('pinless', { pinless: true });
  await at(place, 'valid', async ({ panel, lay }) => {
    await lay(pinless);
    await panel.title(({ screens }) => screens.choosing.title);
    assert.is(await panel.page.locator('.choosing .actions button').count(), 3, 'face, visual, cancel');
    await panel.tap(({ words }) => words.cancel);
    await panel.says(({ messages }) => messages.cancelled.title);
  });
  const other = await place.running.makeCard('juki', { kind: 'juki-card' });
  await at(place, 'valid', async ({ panel, lay, leave }) => {
    await lay(other);
    await panel.says(({ messages }) => messages.otherCard.title);
    await leave();
  });
});

test.run();
