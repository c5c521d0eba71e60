// time limit: 600 s
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { openBrowser, panelSizes, touchPanel } from '../../build/gallery/browser.ts';
import { openStage, type Stage } from '../../build/gallery/stage.ts';
import { atRest, views } from '../../build/gallery/views.ts';
import { projectHome } from '../../firmware/device/home.ts';
import type { ServedView } from '../../firmware/panel/view.ts';
import { languages } from '../../firmware/words/languages.ts';
import { utterancesOf } from '../../firmware/words/utterances.ts';

interface Place {
  browser: Browser;
  stage: Stage;
  page: Page;
  /** What the page has asked to be said, `LANGUAGE/ID`. */
  asked: string[];
}
const test = suite<Place>('every screen is spoken');
const patienceMs = 20_000;

test.before(async (place) => {
  place.asked = [];
  // A voice without sound: the page goes on to the next phrase at once.
  place.stage = await openStage(join(projectHome(), 'dist/app/page'), atRest, async (phrase) => {
    place.asked.push(phrase);
    return undefined;
  });
  place.browser = await openBrowser(['--autoplay-policy=no-user-gesture-required']);
  const context = await touchPanel(place.browser, panelSizes[0]);
  place.page = await context.newPage();
  await place.page.goto(place.stage.address);
});
test.after(async ({ browser, stage }) => {
  await browser.close();
  await stage.close();
});

/** Waits until the page has asked for something like this. */
async function until(asked: readonly string[], fits: (phrase: string) => boolean): Promise<void> {
  for (const late = performance.now() + patienceMs; !asked.some(fits); ) {
    if (performance.now() > late) throw new Error(`not asked for; but ${asked}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Shows a view after another one, and waits until its title is said; answers all that was said of it by then. */
async function saidOf({ asked, stage }: Place, view: ServedView): Promise<string[]> {
  const [other, title] =
    view.screen === 'signing'
      ? (['reading', 'screens.reading.title'] as const)
      : (['signing', 'screens.signing.title'] as const);
  stage.show({ ...atRest, session: 'spoken', screen: other });
  await until(asked, (phrase) => phrase.endsWith(`/${title}`));
  asked.length = 0;
  stage.show({ ...view, session: 'spoken' });
  await until(asked, (phrase) => /\.title$/.test(phrase) && !phrase.endsWith(`/${title}`));
  return [...asked];
}

for (const language of languages)
  test(`[R40] ${language}: none is silent, and whatever is said is in the catalogue`, async (place) => {
    const button = place.page.locator(`.languages [data-language=${language}]`);
    if ((await button.count()) > 0) await button.tap();
    const known = utterancesOf(language);
    for (const [name, view] of Object.entries(views))
      for (const phrase of await saidOf(place, view)) {
        const [said, id = ''] = phrase.split('/');
        assert.is(said, language, name);
        assert.ok(known.has(id), `${name}: ${id}`);
      }
    assert.ok(Object.keys(views).length > 80);
  });

test('[R40] one tap silences the panel, one more lets it speak again', async (place) => {
  const { asked, page, stage } = place;
  await saidOf(place, atRest);
  await page.locator('button.speech').tap();
  await page.locator('.speech[aria-pressed=false]').waitFor();
  asked.length = 0;
  stage.show({ ...atRest, session: 'spoken', screen: 'reading' });
  await page.waitForTimeout(1000);
  assert.equal(asked, []);
  await page.locator('button.speech').tap();
  await until(asked, (phrase) => phrase.endsWith('/aloud.speechOn'));
  await until(asked, (phrase) => phrase.endsWith('/screens.reading.title'));
});

test('[R42] name and number of a patient, and the words of a terminal, are not asked for', async (place) => {
  const said = await saidOf(place, {
    ...(views['end, valid, all there is to say'] as ServedView),
    message: { ja: '３番窓口へ', en: 'To counter 3' },
  });
  await until(place.asked, (phrase) => phrase.endsWith('/aloud.onScreen'));
  assert.not.match(decodeURI(said.join(' ')), /番号 |0012|2031|窓口/);
});

test.run();
