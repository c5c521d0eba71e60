import type { SymbolLine } from './ctc.ts';
import { symbol } from './symbols.ts';

/** What the titles of other cards say, as far as the model knows their characters; none of it stands on a My Number Card. */
const words: readonly (readonly number[])[] = [
  [symbol.un, symbol.ten], // 運転免許証
  [symbol.men, symbol.kyo],
  [symbol.zai, symbol.ryu], // 在留カード
  [symbol.ken, symbol.ko, symbol.ho], // 健康保険
  [symbol.hi, symbol.ho], // 被保険者証
  [symbol.ki, symbol.hon, symbol.dai], // 住民基本台帳カード
];
/** A character less sure than this is no word of a title. */
const leastConfidence = 0.6;

/** Whether a line says that this is another card: a driving licence, residence card, health-insurance card or 住基カード. */
export function isOtherCardsTitle({ symbols, confidences }: SymbolLine): boolean {
  return words.some((word) =>
    symbols.some((_, at) =>
      word.every((part, n) => symbols[at + n] === part && (confidences[at + n] as number) >= leastConfidence),
    ),
  );
}
