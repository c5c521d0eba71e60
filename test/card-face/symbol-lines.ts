import type { SymbolLine } from '../../firmware/card-face/ctc.ts';
import { symbol } from '../../firmware/card-face/symbols.ts';

const meanings: Readonly<Record<string, number>> = {
  年: symbol.year,
  月: symbol.month,
  日: symbol.day,
  生: symbol.born,
  有: symbol.valid,
  元: symbol.firstYear,
  明: symbol.meiji,
  大: symbol.taisho,
  昭: symbol.showa,
  平: symbol.heisei,
  令: symbol.reiwa,
  治: symbol.ji,
  正: symbol.sho,
  和: symbol.wa,
  成: symbol.sei,
};

/** A recognised line as the model would give it: `text` evenly spread over the part `from`…`to` of the crop's width. */
export function lineOf(text: string, { from = 0, to = 1, confidence = 0.99 } = {}): SymbolLine {
  const letters = [...text];
  return {
    symbols: Uint8Array.from(letters, (letter) =>
      /[0-9]/.test(letter) ? Number(letter) : (meanings[letter] ?? symbol.other),
    ),
    confidences: new Float32Array(letters.length).fill(confidence),
    places: Float32Array.from(letters, (_, index) => from + ((to - from) * (index + 0.5)) / letters.length),
  };
}
