import type { EdgeView, Sides } from './card-sides.ts';
import { cornersOf, sharpened, sideSupports, sidesOf } from './card-sides.ts';
import { strongestLines } from './edge-lines.ts';
import type { Quad } from './geometry.ts';
import { edgeFields } from './gradient.ts';
import type { GreyImage } from './grey.ts';
import type { LaidSides, SideLines } from './side-choices.ts';
import { fourSides, isSquare, runningOut, threeSides } from './side-choices.ts';
import type { Traces } from './traces.ts';

/** A card's place in a picture, corners from the top left as it lies (a card on its head has its own bottom right there). */
export interface FoundCard {
  readonly corners: Quad;
  /** Whether its long side runs upwards: a quarter turn. */
  readonly quarterTurned: boolean;
}

/** A finger or glare may hide most of one side and some of another; the others must be there. */
const leastOfFour = [0.3, 0.5, 0.62, 0.62] as const;
/** Where the fourth side is only reckoned. */
const leastOfThree = [0, 0.7, 0.75, 0.75] as const;
const linesOfAKind = 12;
/** How far a corner may lie outside the picture, in parts of its sides. */
const outOfPicture = 0.14;
/** A light card on a dark bed. */
const strongStep = 150;
/** Steps of ten grey levels are edges; where no card is found so, steps of four. */
const edgeSteps = [40, 16] as const;

/**
 * Finds the card in a frame: straight edges, brighter (or darker) inside, that enclose ID-1's ratio of sides, turned by up
 * to some 20° from level or upright. Three sides tell the fourth. Of a sleeve's two outlines the inner, stronger one is the card.
 * @param image a small picture of the frame, about 320 pixels wide
 * @param before where the card was in the frame before: looked at first
 * @returns corners (sides prolonged over the round ones, they may lie outside) in pixels of `image`; undefined when there is none
 */
export function findCard(image: GreyImage, traces: Traces, before?: Quad): FoundCard | undefined {
  const fields = edgeFields(image, traces);
  for (const least of edgeSteps) {
    const views = ([1, -1] as const).map((sign): EdgeView => ({ ...fields, sign, least }));
    const found = (before && stillThere(views, before)) ?? strongestCard(views);
    if (found) return found;
  }
  return undefined;
}

/** The card where it was in the frame before, laid anew on its edges. */
function stillThere(views: readonly EdgeView[], before: Quad): FoundCard | undefined {
  for (const view of views) {
    const sides = sharpened(view, sidesOf(view, before));
    if (sideSupports(view, sides).every(({ part }) => part > 0.75)) {
      return { corners: cornersOf(view, sides), quarterTurned: false };
    }
  }
  return undefined;
}

function strongestCard(views: readonly EdgeView[]): FoundCard | undefined {
  const seen = views.map((view) => ({ view, lines: linesOf(view) }));
  const best = bestOf(seen, fourSides) ?? firstRunningOut(seen) ?? bestOf(seen, threeSides);
  if (!best) return undefined;
  const sides = sharpened(best.view, best.sides);
  return { corners: cornersOf(best.view, sides), quarterTurned: best.sides.tall };
}

interface Seen {
  readonly view: EdgeView;
  readonly lines: SideLines;
}

function firstRunningOut(seen: readonly Seen[]): { view: EdgeView; sides: LaidSides } | undefined {
  for (const { view, lines } of seen) {
    const sides = runningOut(lines, view);
    if (sides) return { view, sides };
  }
  return undefined;
}

/** The best seen of the sides that `choose` puts together. */
function bestOf(seen: readonly Seen[], choose: (lines: SideLines, view: EdgeView) => Iterable<LaidSides>) {
  let best: { score: number; view: EdgeView; sides: LaidSides } | undefined;
  for (const { view, lines } of seen) {
    for (const sides of choose(lines, view)) {
      const score = scoreOf(view, sides, choose === fourSides ? leastOfFour : leastOfThree);
      if (score > (best?.score ?? 0)) best = { score, view, sides };
    }
  }
  return best;
}

function linesOf({ level, upright, sign, least }: EdgeView): SideLines {
  const against = sign === 1 ? -1 : 1;
  return {
    top: strongestLines(level, sign, linesOfAKind, least),
    bottom: strongestLines(level, against, linesOfAKind, least),
    left: strongestLines(upright, sign, linesOfAKind, least),
    right: strongestLines(upright, against, linesOfAKind, least),
  };
}

/** Whether a card's corners are in the picture, or not far outside, where a turned card's may be. */
function isInPicture(view: EdgeView, sides: Sides): boolean {
  const { length, depth } = view.level;
  const [x, y] = [outOfPicture * length, outOfPicture * depth];
  return cornersOf(view, sides).every((at) => at.x > -x && at.y > -y && at.x < length + x && at.y < depth + y);
}

/**
 * 0 for sides that are not all there; else higher the more of them is seen, the stronger their edges, and a little for
 * size: of the frames printed on a card and the card's own outline the outermost is the card.
 */
function scoreOf(view: EdgeView, sides: LaidSides, leastParts: readonly number[]): number {
  if (!isSquare(sides) || !isInPicture(view, sides)) return 0;
  const supports = sideSupports(view, sides);
  const parts = supports.map(({ part }) => part).sort((a, b) => a - b);
  if (parts.some((part, index) => part < (leastParts[index] as number))) return 0;
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const width = (sides.right.offset - sides.left.offset) / view.level.length;
  const steps = supports.map(({ step }) => Math.min(1, step / strongStep));
  const step = (Math.min(...steps) + mean(steps)) / 2;
  return (parts[0] as number) + mean(parts) + 0.3 * width + 1.2 * step;
}
