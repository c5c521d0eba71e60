import type { Phrase } from './phrases.ts';

/** A piece of a phrase: what is shown, and its reading where it bears one above itself. */
export interface Piece {
  readonly shown: string;
  readonly ruby?: string;
}

export type Values = Readonly<Record<string, string | number>>;

const marked = /\{([^|{}]+)\|([^|{}]+)\}|\[([^|[\]]+)\|([^|[\]]+)\]/g;

/** Puts values in their places; a place without a value stays as it is. */
export const filled = (phrase: Phrase, values: Values = {}): Phrase =>
  phrase.replace(/<(\w+)>/g, (place, name: string) => String(values[name] ?? place));

/** The pieces of a phrase in their order, for the eye. */
export function piecesOf(phrase: Phrase): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const { 0: whole, 1: written, 2: ruby, 3: said, index } of phrase.matchAll(marked)) {
    if (index > from) pieces.push({ shown: phrase.slice(from, index) });
    pieces.push(written && ruby ? { shown: written, ruby } : { shown: said ?? '' });
    from = index + whole.length;
  }
  if (from < phrase.length) pieces.push({ shown: phrase.slice(from) });
  return pieces;
}

/** A phrase as it is shown, without readings. */
export const shownOf = (phrase: Phrase): string =>
  piecesOf(phrase)
    .map(({ shown }) => shown)
    .join('');

/** A phrase as it is spoken: readings in place of what bears them. */
export const spokenOf = (phrase: Phrase): string =>
  phrase.replace(marked, (_, __, ruby?: string, ___?: string, spoken?: string) => ruby ?? spoken ?? '');
