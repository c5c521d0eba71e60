// time limit: 600 s
import { connectAsync } from 'mqtt';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { panelSizes } from '../../build/gallery/browser.ts';
import { type EligibilityAnswer, openTerminal } from '../../build/visit/terminal-client.ts';
import type { TerminalMode } from '../../firmware/flow/types.ts';
import type { EventData } from '../../firmware/terminal/messages.ts';
import { languages } from '../../firmware/words/languages.ts';
import { type RunningReader, startRunningReader } from '../support/running-reader.ts';
import { openTouchPanel, type TouchPanel } from '../support/touch-panel.ts';
import { requestOf } from '../terminal/terminals.ts';

const test = suite<{ running: RunningReader }>('visits by touch, on the real page, at a running reader');
test.before(async (place) => {
  place.running = await startRunningReader({ settings: () => ({ timeouts: { farewell: 1, result: 4, face: 60 } }) });
  await place.running.desk.hand.ask({ wish: 'stand', file: place.running.emulation.person });
});
test.after(({ running }) => running.stop());

/** What a visit has at hand. */
interface AtPanel {
  readonly panel: TouchPanel;
  readonly heard: Partial<EventData>;
  readonly consents: EventData['consent'][];
  lay(): Promise<unknown>;
  /** Takes the card and waits until the visit is over. */
  leave(): Promise<void>;
}

/** One visit on a page of its own, with a terminal that answers; whatever comes of it, card and page are gone afterwards. */
async function at(
  { place: { mqtt, panel: address, desk }, emulation }: RunningReader,
  answer: EligibilityAnswer | undefined,
  work: (at: AtPanel) => Promise<void>,
  size = panelSizes[0] as (typeof panelSizes)[number],
): Promise<void> {
  const heard: Partial<EventData> = {};
  const consents: EventData['consent'][] = [];
  let over = () => {};
  const ended = new Promise<void>((resolve) => {
    over = resolve;
  });
  const terminal = await openTerminal({
    url: mqtt,
    reader: 'kazasu',
    ...(answer ? { eligibility: answer } : {}),
    onEvent: (name, data) => {
      heard[name] = data as never;
      if (name === 'consent') consents.push(data as EventData['consent']);
      if (name === 'session-ended') over();
    },
  });
  const panel = await openTouchPanel(address, size);
  const leave = async () => {
    await desk.ask({ wish: 'take' });
    await ended;
    await panel.title(({ screens }) => screens.idle.title);
  };
  try {
    await panel.title(({ screens }) => screens.idle.title);
    await work({ panel, heard, consents, leave, lay: () => desk.ask({ wish: 'lay', file: emulation.card }) });
  } finally {
    await desk.ask({ wish: 'take' });
    await panel.close();
    await terminal.close();
  }
}

/** Up to the consent page, by PIN. */
async function byPin({ panel, lay }: AtPanel, pin = '1234'): Promise<void> {
  await lay();
  await panel.tap(({ words }) => words.pin);
  await typePin(panel, pin);
}

async function typePin(panel: TouchPanel, pin: string): Promise<void> {
  for (const digit of pin) await panel.key(digit);
  await panel.tap(({ words }) => words.enter);
}

test('[R10] [R21] a visit by face with the one-touch consent takes two taps', async ({ running }) => {
  await at(running, 'valid', async ({ panel, lay, leave, heard, consents }) => {
    await lay();
    await panel.tap(({ words }) => words.face);
    await panel.tap(({ words }) => words.agreeAll);
    await panel.says(({ results }) => results.valid.title);
    assert.is(panel.taps, 2);
    await leave();
    assert.is(heard.verdict?.method, 'face');
    assert.is(consents[0]?.comprehensive, true);
  });
});

test('[R10] [R21] a visit by PIN takes seven: method, four digits, enter, consent; on the larger panel too', async ({
  running,
}) => {
  for (const size of panelSizes)
    await at(
      running,
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

test('[R13] [R17] a wrong PIN says how many tries are left, the last one is warned of; face goes on from there', async ({
  running,
}) => {
  await at(running, 'valid', async (visit) => {
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
  await running.visit({ tries: [{ method: 'pin', pin: '1234' }] }); // the card's counter is full again
});

test('[R20] [R22] the records one by one, then limits and specified disease each for itself', async ({ running }) => {
  await at(running, { result: 'valid', ask: ['limits', 'disease'] }, async (visit) => {
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

test('[R24] [R25] [R28] who is not registered may be, and each answer of the terminal has its end screen', async ({
  running,
}) => {
  await at(running, 'unregistered', async (visit) => {
    const { panel, leave } = visit;
    await byPin(visit);
    await panel.tap(({ words }) => words.notNow);
    await panel.says(({ results }) => results.unregistered.title);
    await leave();
  });
  for (const result of ['invalid', 'none'] as const)
    await at(running, { result, name: '番号 ●子', localNumber: '0012-345' }, async (visit) => {
      const { panel, leave } = visit;
      await byPin(visit);
      await panel.says(({ results }) => results[result].text);
      await panel.says(() => '番号 ●子');
      await panel.says(() => '0012-345');
      await leave();
    });
  await at(running, undefined, async (visit) => {
    const { panel, leave } = visit;
    await byPin(visit);
    await panel.tap(({ words }) => words.agreeAll);
    await panel.says(({ results }) => results['no-answer'].text);
    await leave();
  });
});

test('[R40] the language is changed by one tap on any screen, holds for the visit, and is the facility’s again after it', async ({
  running,
}) => {
  await at(running, 'valid', async ({ panel, lay, leave }) => {
    const [first, ...others] = languages; // the one that is spoken has no button
    for (const language of [...others, first]) {
      await panel.speak(language);
      await panel.title(({ screens }) => screens.idle.title);
    }
    await panel.speak('vi');
    await lay();
    await panel.title(({ screens }) => screens.choosing.title);
    await panel.speak('ko');
    await panel.tap(({ words }) => words.pin);
    await panel.key('1');
    await panel.key('2');
    await panel.speak('zh-Hant');
    await panel.title(({ screens }) => screens.pin.title);
    await panel.key('3');
    await panel.key('4');
    await panel.tap(({ words }) => words.enter);
    await panel.speak('pt');
    await panel.tap(({ words }) => words.disagree);
    await panel.speak('en');
    await panel.says(({ results }) => results.valid.title);
    panel.forgetLanguage();
    await leave();
    assert.is(await panel.page.locator('html').getAttribute('lang'), 'ja');
  });
});

test('[R41] the PIN keys stand in another order each time; in their usual one for who asks for it', async ({
  running,
}) => {
  await at(running, 'valid', async ({ panel, lay }) => {
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

test('[R06] a card that is pulled is spoken of on every screen that needs it', async ({ running }) => {
  const chosen = ['choosing', 'face', 'pin'] as const;
  for (const screen of chosen)
    await at(running, 'valid', async ({ panel, lay, leave }) => {
      if (screen === 'face') await running.desk.hand.ask({ wish: 'stand' });
      await lay();
      await panel.title(({ screens }) => screens.choosing.title);
      if (screen !== 'choosing') await panel.tap(({ words }) => words[screen]);
      await panel.title(({ screens }) => screens[screen].title);
      await running.desk.hand.ask({ wish: 'take' });
      await panel.says(({ messages }) => messages.cardTakenEarly.title);
      await leave();
    });
  await running.desk.hand.ask({ wish: 'stand', file: running.emulation.person });
});

test('[R15] [R46] staff hold the corner, set the first password, see how the reader is, and may then confirm by eye', async ({
  running,
}) => {
  const password = 'himitsu-25';
  const type = async (panel: TouchPanel) => {
    for (const key of password) await panel.key(key);
    await panel.key('決定');
  };
  await at(running, 'valid', async ({ panel, lay, leave, heard }) => {
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
    await type(panel); // any password: there is none yet
    await panel.says(() => 'パスワードがまだありません');
    await type(panel);
    await panel.says(() => 'もう一度');
    await type(panel);
    await panel.says(() => '異常はありません');
    await panel.says(() => 'CARD_REMOVED');
    await panel.key('閉じる');
    await lay();
    await panel.tap(({ words }) => words.visual);
    for (const key of 'himitsu-24') await panel.key(key);
    await panel.key('決定');
    await panel.says(({ messages }) => messages.passwordWrong.title);
    await type(panel);
    await panel.tap(({ words }) => words.agreeAll);
    await panel.says(({ results }) => results.valid.title);
    await leave();
    assert.is(heard.verdict?.method, 'visual');
  });
});

test('[R14] [R31] the modes of the terminal have their screens', async ({ running }) => {
  const terminal = await connectAsync(running.place.mqtt);
  const panel = await openTouchPanel(running.place.panel);
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
  } finally {
    await panel.close();
    await terminal.endAsync(true);
  }
});

test.run();
