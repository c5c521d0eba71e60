// time limit: 900 s
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { openBrowser } from '../../build/gallery/browser.ts';
import { openStaffMenu } from '../../build/gallery/panel-page.ts';
import { pairWith } from '../../build/terminal/pair.ts';
import { openPanel } from '../../build/visit/panel-client.ts';
import { systemFiles } from '../../crypto/durable-files.ts';
import { readPaired } from '../../firmware/terminal/pairing/paired-terminals.ts';
import { messages } from '../../firmware/words/messages.ts';
import { at } from '../support/at-panel.ts';
import { type RunningReader, startRunningReader } from '../support/running-reader.ts';
import { openTouchPanel, type TouchPanel } from '../support/touch-panel.ts';

const test = suite<{ running: RunningReader; browser: Browser }>('[R46] the staff menu, by touch, at a running reader');
let password = 'himitsu-25';

test.before(async (place) => {
  place.running = await startRunningReader({
    settings: () => ({ timeouts: { farewell: 1 }, records: { exportFolder: '/proc/nowhere' } }),
  });
  place.browser = await openBrowser();
});
test.after(async ({ running, browser }) => {
  await browser.close();
  await running.stop();
});

const type = async (panel: TouchPanel, text: string) => {
  for (const key of text) await panel.key(key);
  await panel.key('決定');
};

/** In the staff menu, on a page of its own. */
async function inMenu(
  { running, browser }: { running: RunningReader; browser: Browser },
  work: (panel: TouchPanel) => Promise<void>,
): Promise<void> {
  const panel = await openTouchPanel(running.place.panel, undefined, browser);
  try {
    await panel.page.locator('.idle').waitFor();
    await openStaffMenu(panel.page, password);
    await work(panel);
  } finally {
    await panel.close();
  }
}

test('[R15] staff hold the corner, set the first password, see how the reader is, and may then confirm by eye', async (place) => {
  await at(place, 'valid', async ({ panel, lay, leave, heard }) => {
    const { page } = panel;
    const hold = async (ms: number) => {
      await page.mouse.move(20, 20);
      await page.mouse.down();
      await page.waitForTimeout(ms);
      await page.mouse.up();
    };
    await hold(500);
    await panel.title(({ screens }) => screens.idle.title);
    await hold(2500);
    await panel.title(() => '職員メニュー');
    await type(panel, password); // any password: there is none yet
    await panel.says(() => 'パスワードがまだありません');
    await type(panel, password);
    await panel.says(() => 'もう一度');
    await type(panel, password);
    await page.locator('#staff-health').tap();
    await panel.says(() => '異常はありません');
    await page.locator('#staff-leave').tap();
    await page.locator('#staff-leave').tap();
    await lay();
    await panel.tap(({ words }) => words.visual);
    await type(panel, 'himitsu-24');
    await panel.says(({ messages }) => messages.passwordWrong.title);
    await type(panel, password);
    await panel.tap(({ words }) => words.agreeAll);
    await panel.says(({ results }) => results.valid.title);
    await leave();
    assert.is(heard.verdict?.method, 'visual');
  });
});

test('[R43] the last events are told in codes', (place) =>
  inMenu(place, async (panel) => {
    await panel.page.locator('#staff-events').tap();
    await panel.says(() => '受付終了 VERIFIED');
  }));

test('the self-check looks at every part and runs a check with an emulated card, past the reader’s own', (place) =>
  inMenu(place, async (panel) => {
    const screens = new Set<string>();
    const watcher = await openPanel(place.running.place.panel, ({ screen }) => screens.add(screen));
    await panel.page.locator('#staff-self-check').tap();
    await panel.page.locator('#staff-start').tap();
    await panel.page.locator('.points').waitFor({ timeout: 120_000 });
    const found = await panel.page.locator('.points li').allInnerTexts();
    assert.ok(found.length > 10, found.join());
    for (const point of found) assert.match(point, /^[^a-z].* 正常$/, 'in words, not by its name');
    assert.ok(found.some((point) => point.startsWith('模擬カードでの確認')));
    watcher.close();
    assert.equal([...screens], ['idle']);
  }));

test('the panel, the card reader and the cameras are started anew, each by itself', (place) =>
  inMenu(place, async ({ page, says }) => {
    await page.locator('#staff-restart').tap();
    for (const part of ['card-reader', 'cameras']) {
      await page.locator(`#restart-${part}`).tap();
      await says(() => '終わりました');
    }
    await page.locator('#restart-panel').tap();
    await page.locator('#staff-restart, .keyboard').waitFor({ state: 'detached' });
    await says(({ screens }) => screens.idle.text);
    assert.is((await place.running.visit({ tries: [{ method: 'pin', pin: '1234' }] })).verdict, 'verified');
  }));

test('the password is changed by who knows the old one', (place) =>
  inMenu(place, async (panel) => {
    await panel.page.locator('#staff-password').tap();
    for (const text of ['himitsu-99', 'himitsu-26', 'himitsu-26']) await type(panel, text);
    await panel.says(() => `${messages.passwordWrong.number}:`);
    for (const text of [password, 'himitsu-26', 'himitsu-27']) await type(panel, text);
    await panel.says(() => '2回の入力が違います');
    for (const text of ['himitsu-26', 'himitsu-26']) await type(panel, text);
    await panel.says(() => '終わりました');
    password = 'himitsu-26';
  }));

test('[R44] a terminal that waits is let in, or turned away, by who compares the codes', async (place) => {
  const { mqtt: url } = place.running.place;
  for (const [button, letIn] of [
    ['#pairing-refuse', false],
    ['#pairing-confirm', true],
  ] as const)
    await inMenu(place, async ({ page, says }) => {
      let code = '';
      const pairing = pairWith({ url, reader: 'kazasu', name: 'counter-1' }, (shown) => {
        code = shown;
      }).then(
        () => true,
        () => false,
      );
      await page.locator('#staff-pairing').tap();
      await says(() => 'counter-1');
      await says(() => code);
      await page.locator(button).tap();
      await says(() => (letIn ? '許可しました' : '断りました'));
      assert.is(await pairing, letIn);
    });
  const paired = await readPaired(join(place.running.folder, 'pairing'), systemFiles);
  assert.equal(
    paired.map(({ name }) => name),
    ['counter-1'],
  );
});

test('a card that is laid stops the self-check: the patient goes first', (place) =>
  inMenu(place, async (panel) => {
    const { desk, emulation } = place.running;
    await panel.page.locator('#staff-self-check').tap();
    await panel.page.locator('#staff-start').tap();
    await panel.says(() => '調べています');
    await desk.hand.ask({ wish: 'lay', file: emulation.card });
    await panel.says(() => 'カードが置かれたので中止しました');
    await panel.page.locator('#staff-leave').tap();
    await panel.page.locator('#staff-restart').tap();
    await panel.page.locator('#restart-card-reader').tap();
    await panel.says(() => '受付中です');
    const patient = await openTouchPanel(place.running.place.panel, undefined, place.browser);
    await patient.tap(({ words }) => words.cancel);
    await desk.hand.ask({ wish: 'take' });
    await patient.title(({ screens }) => screens.idle.title);
    await patient.close();
  }));

test('what staff have chosen, and a password that is locked, outlive a restart; the records go to where staff take them from', async (place) => {
  const { running, browser } = place;
  const folder = join(running.folder, 'usb');
  await mkdir(folder);
  const exported = async ({ page }: TouchPanel) => {
    await page.locator('#staff-export').tap();
    await page.locator('#staff-start').tap();
  };
  await inMenu(place, async (panel) => {
    await exported(panel);
    await panel.says(() => '書き込めません');
    await panel.page.locator('#staff-leave').tap();
    await panel.page.locator('#staff-choices').tap();
    await panel.page.locator('#facility-en').tap();
    await panel.page.locator('#facility-en[aria-pressed=true]').waitFor();
    await panel.page.locator('#louder').tap();
    await panel.says(() => '80 %');
  });
  await running.reader.stop();

  const second = await running.startAgain({ records: { exportFolder: folder } });
  const there = { ...running, place: { ...running.place, ...second.ready } };
  await inMenu({ running: there, browser }, async (panel) => {
    await exported(panel);
    await panel.says(() => 'Written');
    assert.match((await readdir(folder)).join(), /^kazasu-kazasu-\d{8}T\d{6}Z\.zip$/);
    await panel.page.locator('#staff-leave').tap();
    await panel.page.locator('#staff-choices').tap();
    await panel.says(() => '80 %');
    await panel.page.locator('#facility-ja').tap();
    await panel.page.locator('#facility-ja[aria-pressed=true]').waitFor();
  });
  await at({ running: there, browser }, 'valid', async ({ panel, lay, leave }) => {
    await lay();
    await panel.tap(({ words }) => words.visual);
    for (let n = 0; n < 3; n++) {
      await panel.title(({ screens }) => screens.visual.title);
      await type(panel, 'himitsu-00');
      await panel.page.waitForFunction(() => !document.querySelector('.typed')?.textContent);
    }
    await panel.says(({ messages }) => messages.passwordLocked.title);
    await leave();
  });
  await second.stop();

  const third = await running.startAgain();
  const again = { ...running, place: { ...running.place, ...third.ready } };
  await at({ running: again, browser }, 'valid', async ({ panel, lay, leave }) => {
    await lay();
    await panel.tap(({ words }) => words.visual);
    await type(panel, password);
    await panel.says(({ messages }) => messages.passwordLocked.title);
    await leave();
  });
  await third.stop();
});

test.run();
