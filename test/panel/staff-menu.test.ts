// time limit: 900 s
import { mkdir, readdir, readFile } from 'node:fs/promises';
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

interface LogLine {
  readonly kind: string;
  readonly fields: { readonly act?: string; readonly part?: string; readonly code?: string };
}

/** The operation log of a reader. */
async function logOf(folder: string): Promise<LogLine[]> {
  const records = join(folder, 'records');
  const names = (await readdir(records)).filter((name) => name.startsWith('operation')).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(records, name), 'utf8')));
  const lines = texts.join('').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line));
}

/** What it holds of the staff: act, part and code. */
const actsIn = (log: readonly LogLine[]) =>
  log
    .filter(({ kind }) => kind === 'staff-act')
    .map(({ fields: { act, part, code } }) => [act, part, code].filter(Boolean).join(' '));

test('[R43] all that staff did above, and were refused, stands in the operation log', async ({ running }) => {
  const acts = new Set(actsIn(await logOf(running.folder)));
  for (const act of [
    'set-password',
    'open',
    'self-check',
    'self-check SELF_CHECK_STOPPED',
    'restart cameras',
    'restart card-reader VISIT_RUNS',
    'change-password FACILITY_PASSWORD_WRONG',
    'change-password',
    'pairing',
    'choose',
    'export EXPORT_UNWRITABLE',
    'export',
  ])
    assert.ok(acts.has(act), act);
});

test('[R46] a factory reset, said twice, starts the reader as it came', async ({ browser }) => {
  const running = await startRunningReader();
  try {
    const ask = async (address: string, path: string) =>
      (await fetch(`${address}/staff/${path}`, { method: 'POST', body: password })).json();
    await ask(running.place.panel, 'first-password');
    await inMenu({ running, browser }, async ({ page, says }) => {
      await page.locator('#staff-factory-reset').tap();
      await page.locator('#staff-start').tap();
      await says(() => '元に戻せません');
      assert.equal(actsIn(await logOf(running.folder)), ['set-password', 'open']);
      await page.locator('#staff-sure').tap();
    });
    const isReset = (log: readonly LogLine[]) => log.some(({ kind }) => kind === 'factory-reset');
    while (!isReset(await logOf(running.folder).catch(() => [])))
      await new Promise((resolve) => setTimeout(resolve, 200));
    await running.reader.stop();
    const anew = await running.startAgain();
    assert.equal(actsIn(await logOf(running.folder)), []);
    assert.equal(await ask(anew.ready.panel, 'open'), { code: 'FACILITY_PASSWORD_NOT_SET' });
    await anew.stop();
  } finally {
    await running.stop();
  }
});

test.run();
