import type { Browser, Page } from 'playwright-core';
import type { ServedView } from '../../firmware/panel/view.ts';
import { type Language, languageNames, tagOf } from '../../firmware/words/languages.ts';
import { type PanelSize, touchPanel } from './browser.ts';
import { flawsOfPage } from './flaws.ts';
import { staffScreens } from './staff-screens.ts';
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
  await speak(pages, language);
  for (const { page } of pages) await page.locator('.display').tap();
  await onShown('display');
  for (const { page } of pages) await page.locator('.actions button').last().tap();
  for (const [name, view] of Object.entries(views)) {
    // One visit for all of them: the page would leave after each.
    stage.show({ ...view, session: 'gallery' });
    await new Promise((resolve) => setTimeout(resolve, drawnAfterMs));
    await onShown(name);
  }
}

/** Each screen of the staff menu in its turn, behind the view that stands. */
export async function playStaff(
  stage: Stage,
  pages: readonly PanelPage[],
  language: Language,
  onShown: (name: string) => Promise<void>,
): Promise<void> {
  await speak(pages, language);
  await Promise.all(pages.map(({ page }) => openStaffMenu(page)));
  for (const [name, { scene, taps }] of Object.entries(staffScreens)) {
    stage.tellStaff(scene);
    for (const { page } of pages) for (const tapped of taps) await page.locator(tapped).tap();
    await new Promise((resolve) => setTimeout(resolve, drawnAfterMs));
    await onShown(name);
    if (taps.length > 0) for (const { page } of pages) await page.locator('#staff-leave').tap();
  }
  for (const { page } of pages) await page.locator('#staff-leave').tap();
}

/** As staff do it: the corner, the password, in. */
export async function openStaffMenu(page: Page, password = 'himitsu-25'): Promise<void> {
  await page.mouse.move(20, 20);
  await page.mouse.down();
  await page.locator('.keyboard').waitFor();
  await page.mouse.up();
  for (const key of password) await page.getByRole('button', { name: key, exact: true }).tap();
  await page.locator('.orders .main').tap();
  await page.locator('#staff-health').waitFor();
}

/** In this language from now on, by one tap where it is not spoken already. */
async function speak(pages: readonly PanelPage[], language: Language): Promise<void> {
  for (const { page } of pages) {
    const button = page.getByRole('button', { name: languageNames[language], exact: true });
    if ((await button.count()) > 0) await button.tap();
    await page.waitForFunction((tag) => document.documentElement.lang === tag, tagOf(language));
  }
}
