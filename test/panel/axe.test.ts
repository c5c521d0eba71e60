// time limit: 400 s
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import type { Browser } from 'playwright-core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { openBrowser, panelSizes } from '../../build/gallery/browser.ts';
import { openPanelPage, type PanelPage, playAll, playStaff } from '../../build/gallery/panel-page.ts';
import { openStage, type Stage } from '../../build/gallery/stage.ts';
import { atRest, views } from '../../build/gallery/views.ts';
import { projectHome } from '../../firmware/device/home.ts';

const test = suite<{ browser: Browser; stage: Stage; pages: Map<string, PanelPage> }>('axe-core on every screen');
const size = panelSizes[0];

test.before(async (place) => {
  place.stage = await openStage(join(projectHome(), 'dist/app/page'), atRest);
  place.browser = await openBrowser();
  place.pages = new Map([
    ['usual', await openPanelPage(place.browser, place.stage, size)],
    ['high contrast', await openPanelPage(place.browser, place.stage, size, ['highContrast'])],
  ]);
  for (const { page } of place.pages.values())
    await page.addScriptTag({ path: join(projectHome(), 'node_modules/axe-core/axe.min.js') });
});
test.after(async ({ browser, stage }) => {
  await browser.close();
  await stage.close();
});

/** The rules broken on the page that stands, each with its first place. */
async function violations({ page }: PanelPage): Promise<string[]> {
  const { violations: found }: AxeResults = await page.evaluate('axe.run()');
  return found.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}

for (const language of ['ja', 'en'] as const)
  test(`[R40] ${language}: no screen breaks a rule, in usual colours or in high contrast`, async ({ stage, pages }) => {
    const found: string[] = [];
    const look = async (name: string) => {
      for (const [colours, page] of pages)
        for (const violation of await violations(page)) found.push(`${name}, ${colours}: ${violation}`);
    };
    await playAll(stage, [...pages.values()], language, views, look);
    await playStaff(stage, [...pages.values()], language, look);
    assert.equal(found, []);
  });

test('it finds a button without a name: it can fail', async ({ pages }) => {
  const panel = pages.get('usual') as PanelPage;
  await panel.page.evaluate(() => document.body.append(document.createElement('button')));
  assert.ok((await violations(panel)).some((violation) => violation.startsWith('button-name')));
});

test.run();
