import { ownBytes } from '../../crypto/own-bytes.ts';
import { symbol } from './symbols.ts';
import type { Traces } from './traces.ts';

/** A recognised line: symbols from left to right, how sure each is (0…1), and where it stands (0 left end … 1 right end). */
export interface SymbolLine {
  readonly symbols: Uint8Array;
  readonly confidences: Float32Array;
  readonly places: Float32Array;
}

/**
 * Best-path decoding of connectionist temporal classification (Graves et al. 2006), over symbols instead of classes: the
 * chances of classes that mean the same symbol are added. Repeats are made one, blanks and spaces left out.
 * @param chances softmax, `steps` rows of `table.length` classes, class 0 the blank, the last one the space
 * @param table meaning of each class
 */
export function decodeCtc(chances: Float32Array, steps: number, table: Uint8Array, traces: Traces): SymbolLine {
  const classes = table.length;
  const meaningful = classesWithMeaning(table);
  const sums = traces.keep(new Float32Array(symbol.other));
  const symbols = traces.keep(ownBytes(steps));
  const confidences = traces.keep(new Float32Array(steps));
  const places = traces.keep(new Float32Array(steps));
  let count = 0;
  let before = blank;
  for (let step = 0; step < steps; step++) {
    const row = chances.subarray(step * classes, (step + 1) * classes);
    const { key, chance } = likeliest(row, table, meaningful, sums);
    if (key !== blank && key !== before) {
      symbols[count] = Math.min(key, symbol.other);
      places[count] = (step + 0.5) / steps;
      confidences[count++] = chance;
    } else if (key !== blank) confidences[count - 1] = Math.max(confidences[count - 1] as number, chance);
    before = key;
  }
  return {
    symbols: symbols.subarray(0, count),
    confidences: confidences.subarray(0, count),
    places: places.subarray(0, count),
  };
}

const blank = -1;

/**
 * What is likeliest in one step: a symbol, `blank`, or another character (its class above all symbols, so that two
 * different ones are not taken for a repeat).
 */
function likeliest(
  row: Float32Array,
  table: Uint8Array,
  meaningful: Uint16Array,
  sums: Float32Array,
): { key: number; chance: number } {
  let best = 0;
  for (let c = 1; c < row.length; c++) if ((row[c] as number) > (row[best] as number)) best = c;
  sums.fill(0);
  for (const c of meaningful) (sums[table[c] as number] as number) += row[c] as number;
  let key = best === 0 || best === row.length - 1 ? blank : symbol.other + best;
  let chance = row[best] as number;
  for (const c of meaningful) {
    const meaning = table[c] as number;
    if ((sums[meaning] as number) < chance) continue;
    key = meaning;
    chance = sums[meaning] as number;
  }
  return { key, chance };
}

function classesWithMeaning(table: Uint8Array): Uint16Array {
  const found: number[] = [];
  for (const [index, meaning] of table.entries()) if (meaning !== symbol.other) found.push(index);
  return Uint16Array.from(found);
}
