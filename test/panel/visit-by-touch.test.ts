// time limit: 600 s
import { connectAsync } from 'mqtt';
import type { Browser } from 'playwright-core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { openBrowser, panelSizes } from '../../build/gallery/browser.ts';
import type { TerminalMode } from '../../firmware/flow/types.ts';
import { at, byPin, typePin } from '../support/at-panel.ts';
import { type RunningReader, startRunningReader } from '../support/running-reader.ts';
import { openTouchPanel } from '../support/touch-panel.ts';
import { requestOf } from '../terminal/terminals.ts';

const test = suite<{ running: RunningReader; browser: Browser }>(
  'visits by touch, on the real page, at a running reader',
);
test.before(async (place) => {
  place.running = await startRunningReader({ settings: () => ({ timeouts: { farewell: 1, result: 4, face: 60 } }) });
  place.browser = await openBrowser();
  await place.running.desk.hand.ask({ wish: 'stand', file: place.running.emulation.person });
});
test.after(async ({ running, browser }) => {
  await browser.close();
  await running.stop();
});

test('[R10] [R21] a visit by face with the one-touch consent takes two taps, on either panel', async (place) => {
  for (const size of panelSizes)
    await at(
      place,
      'valid',
      async ({ panel, lay, leave, heard, consents }) => {
        await lay();
        await panel.tap(({ words }) => words.face);
        await panel.tap(({ words }) => words.agreeAll);
        await panel.says(({ results }) => results.valid.title);
        assert.is(panel.taps, 2);
        await leave();
        assert.is(heard.verdict?.method, 'face');
        assert.is(consents[0]?.comprehensive, true);
      },
      size,
    );
});

test('[R10] [R21] a visit by PIN takes seven: method, four digits, enter, consent; on the larger panel too', async (place) => {
  for (const size of panelSizes)
    await at(
      place,
      'valid',
      async (visit) => {
        const { panel, leave, heard } = visit;
        await byPin(visit);
        await panel.tap(({ words }) => words.agreeAll);
        await panel.says(({ results }) => results.valid.title);
        assert.is(panel.taps, 7);
        await leave();
        assert.is(heard.verdict?.method, 'pin');
      },
      size,
    );
});

test('[R13] [R17] a wrong PIN says how many tries are left, the last one is warned of; face goes on from there', async (place) => {
  await at(place, 'valid', async (visit) => {
    const { panel, leave, heard } = visit;
    await byPin(visit, '0000');
    await panel.says(({ messages }) => messages.pinWrong.title);
    await panel.says(({ words }) => words.triesLeft.replace('<tries>', '2'));
    await typePin(panel, '1111');
    await panel.says(({ words }) => words.lastTry);
    await panel.tap(({ words }) => words.otherMethod);
    await panel.tap(({ words }) => words.face);
    await panel.tap(({ words }) => words.disagree);
    await panel.says(({ results }) => results.valid.title);
    await leave();
    assert.is(heard.verdict?.method, 'face');
  });
  await place.running.visit({ tries: [{ method: 'pin', pin: '1234' }] }); // the card's counter is full again
});

test('[R20] [R22] the records one by one, then limits and specified disease each for itself', async (place) => {
  await at(place, { result: 'valid', ask: ['limits', 'disease'] }, async (visit) => {
    const { panel, leave, consents } = visit;
    await byPin(visit);
    await panel.tap(({ words }) => words.oneByOne);
    await panel.tap(({ words }) => words.surgery);
    await panel.tap(({ words }) => words.done);
    await panel.title(({ questions }) => questions.limits.title);
    await panel.tap(({ words }) => words.disagree);
    await panel.title(({ questions }) => questions.disease.title);
    await panel.tap(({ words }) => words.agree);
    await panel.says(({ results }) => results.valid.title);
    await leave();
    const said = consents.map(({ session: _, validUntil: __, ...consent }) => consent);
    assert.equal(said, [
      { comprehensive: false, care: false, surgery: true, healthChecks: false },
      { limits: false },
      { disease: true },
    ]);
  });
});

test('[R24] [R25] [R28] who is not registered may be, and each answer of the terminal has its end screen', async (place) => {
  for (const wish of ['notNow', 'register'] as const)
    await at(place, 'unregistered', async (visit) => {
      const { panel, leave, heard } = visit;
      await byPin(visit);
      await panel.tap(({ words }) => words[wish]);
      if (wish === 'notNow') await panel.says(({ results }) => results.unregistered.title);
      else {
        await panel.tap(({ words }) => words.agreeAll);
        await panel.title(({ screens }) => screens['take-card'].title);
      }
      await leave();
      assert.is(heard.registration?.wanted, wish === 'register');
    });
  for (const result of ['invalid', 'none'] as const)
    await at(place, { result, name: '番号 ●子', localNumber: '0012-345' }, async (visit) => {
      const { panel, leave } = visit;
      await byPin(visit);
      await panel.says(({ results }) => results[result].text);
      await panel.says(() => '番号 ●子');
      await panel.says(() => '0012-345');
      await leave();
    });
  await at(place, undefined, async (visit) => {
    const { panel, leave } = visit;
    await byPin(visit);
    await panel.tap(({ words }) => words.agreeAll);
    await panel.says(({ results }) => results['no-answer'].text);
    await leave();
  });
});

test('[R41] the PIN keys stand in another order each time; in their usual one for who asks for it', async (place) => {
  await at(place, 'valid', async ({ panel, lay }) => {
    const order = async () => (await panel.page.locator('.digit').allInnerTexts()).join('');
    await lay();
    const seen = new Set<string>();
    for (let n = 0; n < 4; n++) {
      await panel.tap(({ words }) => words.pin);
      await panel.title(({ screens }) => screens.pin.title);
      seen.add(await order());
      await panel.tap(({ words }) => words.otherMethod);
    }
    assert.ok(seen.size >= 3, 'four draws out of 3,628,800'); // by chance fewer once in 10¹³ runs
    await panel.page.locator('.display').tap();
    await panel.tap(({ words }) => words.fixedKeys);
    await panel.tap(({ words }) => words.close);
    await panel.tap(({ words }) => words.pin);
    await panel.title(({ screens }) => screens.pin.title);
    assert.is(await order(), '1234567890');
  });
});

test('[R14] [R31] the modes of the terminal have their screens', async (place) => {
  const terminal = await connectAsync(place.running.place.mqtt);
  const panel = await openTouchPanel(place.running.place.panel, panelSizes[0], place.browser);
  const set = (mode: TerminalMode) =>
    terminal.publishAsync('kazasu/1/kazasu/request/mode', JSON.stringify(requestOf('mode', { mode })), { qos: 1 });
  try {
    for (const mode of ['system-failure', 'disaster'] as const) {
      await set(mode);
      await panel.title(({ screens }) => screens[mode].title);
      await panel.says(({ screens }) => screens[mode].text);
    }
    await set('visual');
    await panel.says(({ screens }) => screens['visual-mode'].text);
    await set('normal');
    await panel.says(({ screens }) => screens.idle.text);
    await at(place, 'valid', async ({ panel: patient, lay, leave, heard }) => {
      await set('visual');
      await patient.title(({ screens }) => screens['visual-mode'].title);
      await lay();
      await patient.tap(({ words }) => words.agreeAll);
      await patient.says(({ results }) => results.valid.title);
      assert.is(patient.taps, 1);
      await leave();
      assert.is(heard.verdict?.method, 'visual');
    });
  } finally {
    await panel.close();
    await terminal.endAsync(true);
  }
});

test.run();
