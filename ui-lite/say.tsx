import { createContext, Fragment } from 'preact';
import { useContext } from 'preact/hooks';
import { filled, piecesOf, shownOf, type Values } from '../firmware/words/markup.ts';
import type { Phrase, Phrases } from '../firmware/words/phrases.ts';

const Spoken = createContext<Phrases | undefined>(undefined);

/** Everything below it speaks this language. */
export const Speaks = Spoken.Provider;

/** The phrases of the language that is spoken here. */
export function usePhrases(): Phrases {
  const phrases = useContext(Spoken);
  if (!phrases) throw new Error('no language is spoken here');
  return phrases;
}

/** A phrase as text alone, for what cannot bear readings above itself. */
export const plain = (phrase: Phrase, values?: Values): string => shownOf(filled(phrase, values));

/** A phrase, with the readings of its characters above them. */
export function Say({ phrase, values }: { phrase: Phrase; values?: Values }) {
  return (
    <>
      {piecesOf(filled(phrase, values)).map(({ shown, ruby }, at) => (
        <Fragment key={at}>
          {ruby === undefined ? (
            shown
          ) : (
            <ruby>
              {shown}
              {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: it is not; whoever listens must not hear each word twice */}
              <rt aria-hidden="true">{ruby}</rt>
            </ruby>
          )}
        </Fragment>
      ))}
    </>
  );
}
