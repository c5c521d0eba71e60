// time limit: 600 s
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { openBrowser, type PanelSize, panelSizes } from '../../build/gallery/browser.ts';
import { openPanelPage, type PanelPage, playAll, playStaff } from '../../build/gallery/panel-page.ts';
import { staffLanguages } from '../../build/gallery/staff-screens.ts';
import { openStage, type Stage } from '../../build/gallery/stage.ts';
import { atRest, views } from '../../build/gallery/views.ts';
import { projectHome } from '../../firmware/device/home.ts';
import { languageNames, languages } from '../../firmware/words/languages.ts';

const test = suite<{ browser: Browser; stage: Stage; pages: Map<string, PanelPage> }>(
  'every screen, in every language',
);

test.before(async (place) => {
  place.stage = await openStage(join(projectHome(), 'dist/app/page'), atRest);
  place.browser = await openBrowser();
  const [small, large] = panelSizes;
  const open = (size: PanelSize = small, looks: string[] = []) =>
    openPanelPage(place.browser, place.stage, size, looks);
  place.pages = new Map([
    ['800×480', await open()],
    ['1280×800', await open(large)],
    ['large text', await open(small, ['largeText'])],
    ['buttons in the lower half', await open(small, ['lowerHalf'])],
  ]);
});
test.after(async ({ browser, stage }) => {
  await browser.close();
  await stage.close();
});

for (const language of languages)
  test(`[R40] ${language}: no text is cut, none lies on other text, and every button is 15 mm wide and high`, async ({
    stage,
    pages,
  }) => {
    const found: string[] = [];
    const look = async (name: string) => {
      const flaws = await Promise.all([...pages].map(async ([how, page]) => [how, await page.flaws()] as const));
      for (const [how, complaints] of flaws)
        for (const complaint of complaints) found.push(`${name}, ${how}: ${complaint}`);
    };
    await playAll(stage, [...pages.values()], language, views, look);
    if (staffLanguages.some((known) => known === language)) await playStaff(stage, [...pages.values()], language, look);
    assert.equal(found, []);
  });

test('[R40] on each of them another language is one tap away', async ({ stage, pages }) => {
  const { page } = pages.get('800×480') as PanelPage;
  const title = () => page.locator('h1').innerText();
  let turn = 0;
  for (const [name, view] of Object.entries(views)) {
    turn += 3; // far from the language before, which may say it in the same words
    const language = languages[turn % languages.length] as (typeof languages)[number];
    stage.show({ ...view, session: 'gallery' });
    await page.waitForTimeout(60);
    const before = await title();
    await page.getByRole('button', { name: languageNames[language], exact: true }).tap();
    await page.waitForFunction((now) => document.documentElement.dataset.language === now, language);
    assert.is.not(await title(), before, `${name}, ${language}`);
  }
});

test('the look-over finds a text that is cut and a button too small: it can fail', async ({ pages }) => {
  const panel = pages.get('800×480');
  await panel?.page.addStyleTag({ content: '.languages button { max-width: 3rem; white-space: nowrap }' });
  const flaws = (await panel?.flaws()) ?? [];
  assert.ok(flaws.some((flaw) => flaw.startsWith('outside its place')));
  assert.ok(flaws.some((flaw) => flaw.startsWith('too small to hit')));
});

test.run();
