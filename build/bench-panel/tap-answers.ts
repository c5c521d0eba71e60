import type { Page } from 'playwright-core';
import { atBenchPage } from './bench-page.ts';

/** From each tap to its answer painted, in ms: chooses the PIN, types a digit, goes back to the choice, `rounds` times over. */
export const tapAnswers = (rounds: number): Promise<Record<string, readonly number[]>> =>
  atBenchPage(watchAnswers, async ({ page, desk, emulation }) => {
    await desk.hand.ask({ wish: 'lay', file: emulation.card });
    const answers: Record<string, number[]> = { 'choose a method': [], 'type a digit': [], 'another method': [] };
    const tap = async (name: string, selector: string) => answers[name]?.push(await answerTo(page, selector));
    for (let round = 0; round < rounds; round++) {
      await tap('choose a method', '.choosing .actions button:nth-child(2)');
      await tap('type a digit', '.pin .digit');
      await tap('another method', '.pin .actions button:nth-child(7)');
    }
    return answers;
  });

async function answerTo(page: Page, selector: string): Promise<number> {
  await page.locator(selector).first().waitFor();
  await page.evaluate(() => Reflect.set(window, 'answered', undefined));
  await page.locator(selector).first().tap();
  const answered = await page.waitForFunction(() => Reflect.get(window, 'answered'));
  return Number(await answered.jsonValue());
}

/** In the page: from the finger's touch to the first frame after the page has changed. */
function watchAnswers(): void {
  let touched: number | undefined;
  addEventListener('pointerdown', () => {
    touched = performance.now();
  });
  const change = new MutationObserver(() => {
    const began = touched;
    if (began === undefined) return;
    touched = undefined;
    requestAnimationFrame(() => setTimeout(() => Reflect.set(window, 'answered', performance.now() - began)));
  });
  change.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
}
