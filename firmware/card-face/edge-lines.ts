import type { EdgeField } from './gradient.ts';

/** A nearly level or nearly upright edge: `across = offset + slope · (along − length / 2)`, pixels of its field. */
export interface EdgeLine {
  readonly offset: number;
  readonly slope: number;
}

/** How much of a change counts as an edge, in Sobel's answer (four for a step of one grey level). */
export type LeastEdge = number;

/** Least difference of the ground before and behind a border, in parts of the least edge. */
const leastStep = 0.225;

const steepest = 0.42; // 23°
const slopeStep = 0.01;
const slopes = 2 * Math.round(steepest / slopeStep) + 1;
/** How far the picture's own gradient may point away from the line that it votes for. */
const directionSlack = 0.08;
const lineGap = 4;

/**
 * The strongest straight edges of one polarity, by a Hough vote (Duda and Hart 1972) in which each pixel votes only for
 * slopes near its own.
 * @param sign +1 for edges that get brighter across, −1 for those that get darker
 * @param most how many at most, strongest first
 */
export function strongestLines(field: EdgeField, sign: 1 | -1, most: number, least: LeastEdge): EdgeLine[] {
  const votes = castVotes(field, sign, least);
  const leastVotes = field.length * 0.15;
  const lines: EdgeLine[] = [];
  while (lines.length < most) {
    const best = strongest(votes);
    if ((votes[best] as number) < leastVotes) break;
    const offset = Math.floor(best / slopes);
    lines.push({ offset, slope: ((best % slopes) - (slopes - 1) / 2) * slopeStep });
    votes.fill(0, Math.max(0, offset - lineGap) * slopes, (offset + lineGap + 1) * slopes);
  }
  votes.fill(0);
  return lines;
}

function castVotes(field: EdgeField, sign: 1 | -1, least: LeastEdge): Uint16Array {
  const { across, along, length, depth, stepAlong, stepAcross } = field;
  const votes = new Uint16Array(depth * slopes);
  const middle = length / 2;
  for (let d = 1; d < depth - 1; d++) {
    for (let a = 1; a < length - 1; a++) {
      const at = d * stepAcross + a * stepAlong;
      const strength = sign * (across[at] as number);
      if (strength < least) continue;
      const own = (-sign * (along[at] as number)) / strength;
      if (Math.abs(own) > steepest + directionSlack) continue;
      const from = Math.max(0, Math.ceil((own - directionSlack + steepest) / slopeStep));
      const to = Math.min(slopes - 1, Math.floor((own + directionSlack + steepest) / slopeStep));
      for (let s = from; s <= to; s++) {
        const offset = Math.round(d - (s * slopeStep - steepest) * (a - middle));
        if (offset >= 0 && offset < depth) (votes[offset * slopes + s] as number)++;
      }
    }
  }
  return votes;
}

function strongest(votes: Uint16Array): number {
  let best = 0;
  for (let at = 1; at < votes.length; at++) if ((votes[at] as number) > (votes[best] as number)) best = at;
  return best;
}

/** How well a stretch of a line is seen. */
export interface Support {
  /** The part of it (0…1) at which the edge is there; only what lies in the picture counts. */
  readonly part: number;
  /** How much the ground changes at it, grey levels in the mean. */
  readonly step: number;
}

/** A side of which less than this lies in the picture is not seen. */
const leastInPicture = 0.35;

/**
 * How much of a line is really the border between a darker and a brighter side, between two places along it: with one
 * pixel of play, and a step; a drawn or cut line, after which the ground goes on as before, is none.
 */
export function support(field: EdgeField, sign: 1 | -1, line: EdgeLine, span: Span, least: LeastEdge): Support {
  const samples = 40;
  let [inside, seen, steps] = [0, 0, 0];
  for (let n = 0; n < samples; n++) {
    const along = Math.round(span[0] + ((span[1] - span[0]) * (n + 0.5)) / samples);
    const across = acrossAt(field, line, along);
    if (along < 1 || along > field.length - 2 || across < 2 || across > field.depth - 3) continue;
    inside++;
    const peak = steepestNear(field, sign, along, across, 1);
    const step = stepAt(field, sign, along, across);
    if (peak === undefined || peak.strength < least || step < leastStep * least) continue;
    seen++;
    steps += step;
  }
  if (inside < leastInPicture * samples) return { part: 0, step: 0 };
  return { part: seen / inside, step: steps / Math.max(1, seen) };
}

/** From where to where along a line. */
export type Span = readonly [from: number, to: number];

/** How much brighter it is four pixels behind the line than four before it: the sum of all change between, grey levels. */
function stepAt(field: EdgeField, sign: 1 | -1, along: number, across: number): number {
  const middle = Math.round(across);
  let sum = 0;
  for (let c = Math.max(0, middle - 4); c <= Math.min(field.depth - 1, middle + 4); c++) {
    sum += field.across[c * field.stepAcross + along * field.stepAlong] as number;
  }
  return (sign * sum) / 8; // Sobel weighs 4, over two pixels
}

/** Where the line lies across, at `along`. */
export function acrossAt(field: EdgeField, line: EdgeLine, along: number): number {
  return line.offset + line.slope * (along - field.length / 2);
}

/** The line laid anew through the steepest places near it, to a part of a pixel, twice leaving out what lies far off. */
export function refined(field: EdgeField, sign: 1 | -1, line: EdgeLine, span: Span, least: LeastEdge): EdgeLine {
  const alongs: number[] = [];
  const acrosses: number[] = [];
  for (let a = Math.ceil(span[0]); a <= span[1]; a++) {
    const peak = steepestNear(field, sign, a, acrossAt(field, line, a), 3);
    if (peak === undefined || peak.strength < least) continue;
    alongs.push(a - field.length / 2);
    acrosses.push(peak.at);
  }
  let best = line;
  for (const slack of [3, 1.2, 0.7]) best = fitted(alongs, acrosses, best, slack) ?? best;
  return best;
}

/** Least squares through the points within `slack` of `line`. */
function fitted(alongs: number[], acrosses: number[], line: EdgeLine, slack: number): EdgeLine | undefined {
  let [n, sa, sc, saa, sac] = [0, 0, 0, 0, 0];
  for (const [index, a] of alongs.entries()) {
    const c = acrosses[index] as number;
    if (Math.abs(c - line.offset - line.slope * a) > slack) continue;
    n++;
    sa += a;
    sc += c;
    saa += a * a;
    sac += a * c;
  }
  const det = n * saa - sa * sa;
  if (n < 12 || det === 0) return undefined;
  const slope = (n * sac - sa * sc) / det;
  return { slope, offset: (sc - slope * sa) / n };
}

/** The steepest place of the right sign within `reach` of `across`, placed between pixels by a parabola. */
function steepestNear(field: EdgeField, sign: 1 | -1, along: number, across: number, reach: number) {
  const middle = Math.round(across);
  if (along < 0 || along >= field.length || middle - reach < 1 || middle + reach > field.depth - 2) return undefined;
  const at = (c: number) => sign * (field.across[c * field.stepAcross + along * field.stepAlong] as number);
  let best = middle - reach;
  for (let c = best + 1; c <= middle + reach; c++) if (at(c) > at(best)) best = c;
  const [before, here, after] = [at(best - 1), at(best), at(best + 1)];
  const bend = before - 2 * here + after;
  const shift = bend < 0 ? Math.max(-0.5, Math.min(0.5, (before - after) / (2 * bend))) : 0;
  return { at: best + shift, strength: here };
}
