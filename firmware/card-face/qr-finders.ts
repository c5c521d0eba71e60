import type { Point } from './geometry.ts';
import type { GreyImage } from './grey.ts';
import type { Traces } from './traces.ts';

/** A finder pattern's middle and the width of a module, pixels. */
interface Finder extends Point {
  readonly module: number;
}

/** Every third row is looked at: a finder's middle is three modules high. */
const rowStep = 3;
/** Half the width of the neighbourhood whose mean tells dark from light. */
const reach = 40;
const darkness = 0.8;
const leastModule = 1.7;
/** How far a run may be off its number of modules, in modules. */
const runSlack = 0.6;
/** Distance of two finders of one code, in modules: versions 1 to 10. */
const apart = { least: 11, most: 56 };

/**
 * Whether a QR code is in a picture, however turned: three finder patterns (ISO/IEC 18004, 6.3.3: dark and light in the
 * ratio 1:1:3:1:1 through the middle) of one size, at the corners of half a square. Tells the back of a card, which carries
 * the My Number, before anything on it is recognised.
 */
export function hasQrCode(image: GreyImage, traces: Traces): boolean {
  const finders: Finder[] = [];
  const sums = traces.keep(new Uint32Array(image.width + 1));
  const dark = traces.keep(new Uint8Array(image.width));
  for (let y = rowStep; y < image.height - rowStep; y += rowStep) {
    darkPixels(image, y, sums, dark);
    for (const finder of findersInRow(dark, y)) {
      if (!isCrossed(image, finder, sums)) continue;
      if (!finders.some((known) => Math.hypot(known.x - finder.x, known.y - finder.y) < 4 * finder.module))
        finders.push(finder);
    }
    if (finders.length > mostFinders) return false; // a pattern of stripes is no code
  }
  return finders.some((corner) => isCornerOfCode(corner, finders));
}

const mostFinders = 40;

/** Marks a row's dark pixels, by the mean of their neighbourhood in the row. */
function darkPixels({ data, width }: GreyImage, y: number, sums: Uint32Array, dark: Uint8Array): void {
  const row = y * width;
  for (let x = 0; x < width; x++) sums[x + 1] = (sums[x] as number) + (data[row + x] as number);
  for (let x = 0; x < width; x++) dark[x] = (data[row + x] as number) < thresholdAt(sums, x) ? 1 : 0;
}

function thresholdAt(sums: Uint32Array, x: number): number {
  const [from, to] = [Math.max(0, x - reach), Math.min(sums.length - 1, x + reach + 1)];
  return (darkness * ((sums[to] as number) - (sums[from] as number))) / (to - from);
}

function* findersInRow(dark: Uint8Array, y: number): Generator<Finder> {
  const runs = [0, 0, 0, 0, 0];
  let start = 0;
  for (let x = 1; x <= dark.length; x++) {
    if (x < dark.length && dark[x] === dark[x - 1]) continue;
    runs.shift();
    runs.push(x - start);
    start = x;
    if (dark[x - 1] !== 1) continue;
    const module = moduleOf(runs);
    const behind = (runs[3] as number) + (runs[4] as number);
    if (module !== undefined) yield { x: x - behind - (runs[2] as number) / 2, y: y + 0.5, module };
  }
}

/** The width of a module when five runs, dark first, are as a finder's. */
function moduleOf(runs: readonly number[]): number | undefined {
  const module = runs.reduce((sum, run) => sum + run, 0) / 7;
  if (module < leastModule) return undefined;
  const fits = runs.every((run, n) => Math.abs(run - (n === 2 ? 3 : 1) * module) <= runSlack * module);
  return fits ? module : undefined;
}

/** Whether the pattern goes through its middle from above to below too. */
function isCrossed({ data, width, height }: GreyImage, finder: Finder, sums: Uint32Array): boolean {
  const x = Math.floor(finder.x);
  const threshold = thresholdAt(sums, x);
  const isDark = (y: number) => (data[y * width + x] as number) < threshold;
  const from = Math.floor(finder.y);
  const run = (y: number, step: 1 | -1, want: boolean) => {
    let length = 0;
    for (let at = y; at >= 0 && at < height && length <= 5 * finder.module && isDark(at) === want; at += step) length++;
    return length;
  };
  const up = [run(from, -1, true)];
  const down = [run(from + 1, 1, true)];
  for (const want of [false, true]) {
    up.push(run(from - sum(up), -1, want));
    down.push(run(from + 1 + sum(down), 1, want));
  }
  const [middleUp = 0, lightUp = 0, darkUp = 0] = up;
  const [middleDown = 0, lightDown = 0, darkDown = 0] = down;
  const module = moduleOf([darkUp, lightUp, middleUp + middleDown, lightDown, darkDown]);
  return module !== undefined && Math.abs(module / finder.module - 1) < 0.4;
}

const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);

/** Whether two other finders of the same size stand at right angles from `corner`, equally far. */
function isCornerOfCode(corner: Finder, finders: readonly Finder[]): boolean {
  const near = finders
    .filter((other) => other !== corner && Math.abs(other.module / corner.module - 1) < 0.4)
    .map((other) => ({ dx: other.x - corner.x, dy: other.y - corner.y }))
    .filter(({ dx, dy }) => {
      const modules = Math.hypot(dx, dy) / corner.module;
      return modules >= apart.least && modules <= apart.most;
    });
  return near.some((a) =>
    near.some((b) => {
      const [long, wide] = [Math.hypot(a.dx, a.dy), Math.hypot(b.dx, b.dy)];
      const cosine = (a.dx * b.dx + a.dy * b.dy) / (long * wide);
      return Math.abs(cosine) < 0.2 && Math.abs(long / wide - 1) < 0.2;
    }),
  );
}
