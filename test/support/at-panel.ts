import type { Browser } from 'playwright-core';
import { panelSizes } from '../../build/gallery/browser.ts';
import { type EligibilityAnswer, openTerminal } from '../../build/visit/terminal-client.ts';
import type { Behaviours } from '../../drivers/card/emulated/behaviours.ts';
import type { EventData } from '../../firmware/terminal/messages.ts';
import type { RunningReader } from './running-reader.ts';
import { openTouchPanel, type TouchPanel } from './touch-panel.ts';

/** What a visit has at hand. */
export interface AtPanel {
  readonly panel: TouchPanel;
  readonly heard: Partial<EventData>;
  readonly consents: EventData['consent'][];
  /** The specimen, or the card of a file. */
  lay(file?: string, behaviours?: Behaviours): Promise<unknown>;
  /** Takes the card and waits until the visit is over. */
  leave(): Promise<void>;
}

/** Where a visit is: the reader, and the browser that shows its panel. */
export interface AtReader {
  readonly running: Pick<RunningReader, 'place' | 'emulation'>;
  readonly browser: Browser;
}

/** One visit on a page of its own, with a terminal that answers; whatever comes of it, card and page are gone afterwards. */
export async function at(
  { running: { place, emulation }, browser }: AtReader,
  answer: EligibilityAnswer | undefined,
  work: (at: AtPanel) => Promise<void>,
  size = panelSizes[0] as (typeof panelSizes)[number],
): Promise<void> {
  const { mqtt, panel: address, desk } = place;
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
  const lay = (file = emulation.card, behaviours: Behaviours = {}) => desk.ask({ wish: 'lay', file, behaviours });
  const panel = await openTouchPanel(address, size, browser);
  const leave = async () => {
    await desk.ask({ wish: 'take' });
    await ended;
    await panel.title(({ screens }) => screens.idle.title);
  };
  try {
    await panel.title(({ screens }) => screens.idle.title);
    await work({ panel, heard, consents, leave, lay });
  } finally {
    await desk.ask({ wish: 'take' });
    await panel.close();
    await terminal.close();
  }
}

/** Up to the consent page, by PIN. */
export async function byPin({ panel, lay }: AtPanel, pin = '1234'): Promise<void> {
  await lay();
  await proveByPin(panel, pin);
}

/** From the choice of methods on; the card lies there. */
export async function proveByPin(panel: TouchPanel, pin = '1234'): Promise<void> {
  await panel.tap(({ words }) => words.pin);
  await typePin(panel, pin);
}

export async function typePin(panel: TouchPanel, pin: string): Promise<void> {
  for (const digit of pin) await panel.key(digit);
  await panel.tap(({ words }) => words.enter);
}
