import type { Box } from './geometry.ts';
import type { InkSpot } from './ink-spots.ts';

/**
 * How wide a gap ends a line, in heights of the writing. The usual one keeps neighbours apart; dates that are padded with
 * full-width blanks need the wide one, which may join neighbours.
 */
export const lineGaps = { usual: 1.1, wide: 1.7 } as const;
/** Writing lower or higher than this, in millimetres, holds no field. */
const writing = { least: 1.5, most: 5 };

/**
 * Joins pieces of ink to lines of writing.
 * @param spots writing only, sorted by their left ends
 * @param gap the widest within a line, in heights of the writing
 * @returns the boxes of the lines' ink, pixels of the spots
 */
export function findLines(spots: readonly InkSpot[], pixelsPerMm: number, gap: number): Box[] {
  const [least, most] = [writing.least * pixelsPerMm, writing.most * pixelsPerMm];
  return joined(spots, most, gap)
    .map(boxOf)
    .filter(({ height }) => height >= least && height <= most);
}

/** Joins spots (sorted by their left ends) that stand beside each other, into lines. */
function joined(spots: readonly InkSpot[], mostHeight: number, gap: number): InkSpot[][] {
  const line = new Int32Array(spots.length).map((_, index) => index);
  const find = (index: number): number => {
    let at = index;
    while (line[at] !== at) at = line[at] = line[line[at] as number] as number;
    return at;
  };
  for (const [i, a] of spots.entries()) {
    for (let j = i + 1; j < spots.length; j++) {
      const b = spots[j] as InkSpot;
      if (b.left - a.right > gap * mostHeight) break;
      if (beside(a, b, gap)) line[find(j)] = find(i);
    }
  }
  const groups = new Map<number, InkSpot[]>();
  for (const [index, spot] of spots.entries()) {
    const root = find(index);
    const group = groups.get(root);
    if (group) group.push(spot);
    else groups.set(root, [spot]);
  }
  line.fill(0);
  return [...groups.values()];
}

function beside(a: InkSpot, b: InkSpot, gap: number): boolean {
  const heights = [a.bottom - a.top, b.bottom - b.top] as const;
  const overlap = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  return overlap >= 0.5 * Math.min(...heights) && b.left - a.right <= gap * Math.max(...heights);
}

function boxOf(spots: readonly InkSpot[]): Box {
  const x = Math.min(...spots.map(({ left }) => left));
  const y = Math.min(...spots.map(({ top }) => top));
  const right = Math.max(...spots.map(({ right: end }) => end));
  const bottom = Math.max(...spots.map(({ bottom: end }) => end));
  return { x, y, width: right - x, height: bottom - y };
}
