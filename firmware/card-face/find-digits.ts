import type { Box } from './geometry.ts';
import type { InkSpot } from './ink-spots.ts';

/** Digits of the security code, in millimetres: how high they may be. */
const digitHeight = { least: 1.5, most: 4 };
/** How far digits of one row may differ at top and bottom, in parts of their height; and what else counts as beside them. */
const sameRow = 0.15;
const nearlySameRow = 0.3;
/** The widest gap between two full-width digits, in heights. */
const widestGap = 1.1;

/**
 * Finds what may be four digits standing alone: exactly four marks of one height on one base line, each no wider than
 * high, with nothing of their size beside them. Pictures and patterns near them do no harm, other writing does.
 * @param spots pieces of ink, sorted by their left ends
 * @returns the boxes of such rows, pixels of the spots
 */
export function findFourDigits(spots: readonly InkSpot[], pixelsPerMm: number): Box[] {
  const digits = spots.filter((spot) => mayBeDigit(spot, pixelsPerMm));
  return digits.flatMap((first) => {
    const row = [first];
    for (let next = nextOf(first, digits); next && row.length < 5; next = nextOf(next, digits)) row.push(next);
    const last = row.at(-1) ?? first;
    if (row.length !== 4 || spots.some((spot) => !row.includes(spot) && standsAt(spot, first, last))) return [];
    const top = Math.min(...row.map((spot) => spot.top));
    const bottom = Math.max(...row.map((spot) => spot.bottom));
    return [{ x: first.left, y: top, width: last.right - first.left, height: bottom - top }];
  });
}

function mayBeDigit({ left, top, right, bottom }: InkSpot, pixelsPerMm: number): boolean {
  const height = bottom - top;
  return (
    height >= digitHeight.least * pixelsPerMm && height <= digitHeight.most * pixelsPerMm && right - left <= height
  );
}

function nextOf(spot: InkSpot, digits: readonly InkSpot[]): InkSpot | undefined {
  const height = spot.bottom - spot.top;
  return digits.find(
    (other) =>
      other.left >= spot.right - 1 && other.left - spot.right <= widestGap * height && inRow(other, spot, sameRow),
  );
}

/** Whether `spot` is writing of the row's height just before, behind or within it. */
function standsAt(spot: InkSpot, first: InkSpot, last: InkSpot): boolean {
  const reach = widestGap * (first.bottom - first.top);
  return inRow(spot, first, nearlySameRow) && spot.right > first.left - reach && spot.left < last.right + reach;
}

function inRow(a: InkSpot, b: InkSpot, slack: number): boolean {
  const most = Math.max(1.01, slack * (b.bottom - b.top)); // a pixel either way is only sampling
  return Math.abs(a.top - b.top) <= most && Math.abs(a.bottom - b.bottom) <= most;
}
