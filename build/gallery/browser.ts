import { type Browser, type BrowserContext, type BrowserContextOptions, chromium } from 'playwright-core';

/** The panels that the page is made for: 5 inches, and larger. */
export const panelSizes = [
  { width: 800, height: 480 },
  { width: 1280, height: 800 },
] as const;

export type PanelSize = (typeof panelSizes)[number];

/** Debian's Chromium without a window; speaks to nobody but the page. `more`: arguments for this one. */
export const openBrowser = (more: readonly string[] = []): Promise<Browser> =>
  chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...more,
    ],
  });

/** A panel that is touched, with animations at rest, so that a picture shows the page as it stays. `more`: what this one has besides. */
export const touchPanel = (
  browser: Browser,
  viewport: PanelSize,
  more: BrowserContextOptions = {},
): Promise<BrowserContext> =>
  browser.newContext({ viewport, hasTouch: true, reducedMotion: 'reduce', locale: 'ja-JP', ...more });
