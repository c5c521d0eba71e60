import { atBenchPage } from './bench-page.ts';

/** The reader goes on looking at a picture of somebody for some 10 s before it gives up: as long a try as there is. */
const lookMs = 6000;
const firstPictureMs = 30_000;

/** How the live picture runs while faces are looked at and compared. */
export interface PreviewRate {
  /** Pictures drawn a second. */
  readonly fps: number;
  /** Longest time between two, ms. */
  readonly longestGapMs: number;
}

/** Holds a picture of the card's holder before the camera, chooses face, and counts the pictures that the page draws meanwhile. */
export const previewRate = (): Promise<PreviewRate> =>
  atBenchPage(watchDrawing, async ({ page, desk, emulation }) => {
    await desk.hand.ask({ wish: 'hold', attack: 'print', file: emulation.person });
    await desk.hand.ask({ wish: 'lay', file: emulation.card });
    await page.locator('.choosing .actions button').first().tap();
    await page.waitForFunction(() => Reflect.get(window, 'drawn').length > 0, undefined, { timeout: firstPictureMs });
    await page.waitForTimeout(lookMs);
    const drawn: number[] = await page.evaluate(() => Reflect.get(window, 'drawn'));
    const gaps = drawn.slice(1).map((at, n) => at - (drawn[n] as number));
    return {
      fps: (1000 * gaps.length) / gaps.reduce((sum, gap) => sum + gap, 0),
      longestGapMs: Math.max(...gaps),
    };
  });

/** In the page: when each picture was drawn. */
function watchDrawing(): void {
  const drawn: number[] = [];
  Reflect.set(window, 'drawn', drawn);
  const { drawImage } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.drawImage = function (this: CanvasRenderingContext2D, ...how: unknown[]) {
    drawn.push(performance.now());
    Reflect.apply(drawImage, this, how);
  };
}
