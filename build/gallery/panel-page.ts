import type { Browser, Page } from 'playwright-core';
import type { ServedView } from '../../firmware/panel/view.ts';
import { type Language, languageNames, tagOf } from '../../firmware/words/languages.ts';
import { type PanelSize, touchPanel } from './browser.ts';
import { flawsOfPage } from './flaws.ts';
import type { Stage } from './stage.ts';

/** How long the page has to draw what it was told, in ms: well over two frames. */
const drawnAfterMs = 60;

/** A panel of one size on the stage, in one language and look. */
export interface PanelPage {
  readonly page: Page;
  readonly size: PanelSize;
  flaws(): Promise<string[]>;
}

/** Opens a panel on the stage; `looks`: names of display choices, switched on. */
export async function openPanelPage(
  browser: Browser,
  stage: Stage,
  size: PanelSize,
  looks: readonly string[] = [],
): Promise<PanelPage> {
  const context = await touchPanel(browser, size);
  const page = await context.newPage();
  await page.goto(stage.address);
  await page.locator('h1').waitFor();
  if (looks.length > 0) await choose(page, looks);
  return { page, size, flaws: () => page.evaluate(flawsOfPage) };
}

/** As a person does it: the display page, its buttons, close. */
async function choose(page: Page, looks: readonly string[]): Promise<void> {
  await page.locator('.display').tap();
  for (const look of looks) await page.locator(`#${look}`).tap();
  await page.locator('.actions button').last().tap();
}

/** Each view in its turn on every one of `pages`, once it is drawn; all in the language that is chosen by one tap. */
export async function playAll(
  stage: Stage,
  pages: readonly PanelPage[],
  language: Language,
  views: Readonly<Record<string, ServedView>>,
  onShown: (name: string) => Promise<void>,
): Promise<void> {
  for (const { page } of pages) {
    const button = page.getByRole('button', { name: languageNames[language], exact: true });
    if ((await button.count()) > 0) await button.tap();
    await page.waitForFunction((tag) => document.documentElement.lang === tag, tagOf(language));
  }
  for (const [name, view] of Object.entries(views)) {
    // One visit for all of them: the page would leave after each.
    stage.show({ ...view, session: 'gallery' });
    await new Promise((resolve) => setTimeout(resolve, drawnAfterMs));
    await onShown(name);
  }
}
