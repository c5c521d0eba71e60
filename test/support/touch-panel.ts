import type { Browser, Page } from 'playwright-core';
import { openBrowser, type PanelSize, panelSizes, touchPanel } from '../../build/gallery/browser.ts';
import { catalogue } from '../../firmware/words/catalogue.ts';
import type { Language } from '../../firmware/words/languages.ts';
import { shownOf } from '../../firmware/words/markup.ts';
import type { Phrase, Phrases } from '../../firmware/words/phrases.ts';

/** A patient's finger on the real page, in Debian's Chromium, with a count of its taps. */
export interface TouchPanel {
  readonly browser: Browser;
  readonly page: Page;
  /** Taps since the last visit began to be counted. */
  taps: number;
  /** In this language from now on, by one tap. */
  speak(language: Language): Promise<void>;
  /** The visit is over: the facility's language again. */
  forgetLanguage(): void;
  /** Taps the button of a phrase; it waits for it. */
  tap(phrase: (phrases: Phrases) => Phrase): Promise<void>;
  /** Taps a key of the PIN pad or the keyboard. */
  key(name: string): Promise<void>;
  /** Waits until the page's title is this. */
  title(phrase: (phrases: Phrases) => Phrase): Promise<void>;
  /** Waits until the page says this somewhere. */
  says(phrase: (phrases: Phrases) => Phrase): Promise<void>;
  close(): Promise<void>;
}

/** Long enough for a loaded machine. */
const patienceMs = 60_000;

/** Without blanks. */
const bare = (text: string): string => text.replaceAll(/\s/g, '');

/** Opens the panel at `address`, at the size of a 5-inch panel unless said otherwise; in a browser of its own, or in one that stays. */
export async function openTouchPanel(
  address: string,
  size: PanelSize = panelSizes[0],
  shared?: Browser,
): Promise<TouchPanel> {
  const browser = shared ?? (await openBrowser());
  const context = await touchPanel(browser, size);
  context.setDefaultTimeout(patienceMs);
  const page = await context.newPage();
  await page.goto(address);
  let language: Language = 'ja';
  const text = (phrase: (phrases: Phrases) => Phrase) => shownOf(phrase(catalogue[language]));
  /** The element of a place whose text, without the readings above it, is this, or only holds it; waits for it. */
  const found = async (place: string, wanted: string, whole: boolean) => {
    const handle = await page.waitForFunction(
      ({ place, wanted, whole }) =>
        [...document.querySelectorAll(place)].find((element) => {
          const copy = element.cloneNode(true) as Element;
          for (const reading of copy.querySelectorAll('rt')) reading.remove();
          const text = (copy.textContent ?? '').replaceAll(/\s/g, '');
          return whole ? text === wanted : text.includes(wanted);
        }),
      { place, wanted: bare(wanted), whole },
    );
    return handle.asElement();
  };
  const panel: TouchPanel = {
    browser,
    page,
    taps: 0,
    speak: async (wanted) => {
      await page.locator(`.languages [data-language=${wanted}]`).tap();
      language = wanted;
    },
    forgetLanguage: () => {
      language = 'ja';
    },
    tap: async (phrase) => {
      const button = async () => found('main button .label', text(phrase), true);
      // A screen that is drawn anew meanwhile has another button in its place.
      await (await button())?.tap().catch(async () => (await button())?.tap());
      panel.taps += 1;
    },
    key: async (name) => {
      await page.getByRole('button', { name, exact: true }).tap();
      panel.taps += 1;
    },
    title: async (phrase) => {
      await found('h1', text(phrase), false);
    },
    says: async (phrase) => {
      await found('main', text(phrase), false);
    },
    close: () => (shared ? context.close() : browser.close()),
  };
  return panel;
}
