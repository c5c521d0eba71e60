import type { Traces } from './traces.ts';

/** A recognised line: symbols from left to right, how sure each is (0…1), and where it stands (0 left end … 1 right end). */
export interface SymbolLine {
  readonly symbols: Uint8Array;
  readonly confidences: Float32Array;
  readonly places: Float32Array;
}

/**
 * Best-path decoding of connectionist temporal classification (Graves et al. 2006): the likeliest class of each step,
 * repeats made one, blanks and spaces left out.
 * @param chances softmax, `steps` rows of `table.length` classes, class 0 the blank, the last one the space
 * @param table meaning of each class
 */
export function decodeCtc(chances: Float32Array, steps: number, table: Uint8Array, traces: Traces): SymbolLine {
  const classes = table.length;
  const symbols = traces.keep(new Uint8Array(steps));
  const confidences = traces.keep(new Float32Array(steps));
  const places = traces.keep(new Float32Array(steps));
  let count = 0;
  let before = 0;
  for (let step = 0; step < steps; step++) {
    const row = step * classes;
    let best = 0;
    for (let c = 1; c < classes; c++) if ((chances[row + c] as number) > (chances[row + best] as number)) best = c;
    const chance = chances[row + best] as number;
    if (best !== 0 && best !== classes - 1) {
      if (best !== before) {
        symbols[count] = table[best] as number;
        places[count] = (step + 0.5) / steps;
        confidences[count++] = chance;
      } else confidences[count - 1] = Math.max(confidences[count - 1] as number, chance);
    }
    before = best;
  }
  return {
    symbols: symbols.subarray(0, count),
    confidences: confidences.subarray(0, count),
    places: places.subarray(0, count),
  };
}
