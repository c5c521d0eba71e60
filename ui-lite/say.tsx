import { createContext, Fragment } from 'preact';
import { useContext } from 'preact/hooks';
import { filled, piecesOf, shownOf, type Values } from '../firmware/words/markup.ts';
import { phrasesWithIds, spokenId } from '../firmware/words/phrase-ids.ts';
import type { Phrase, Phrases, ScreenName, Words } from '../firmware/words/phrases.ts';

const Spoken = createContext<Phrases | undefined>(undefined);

/** Everything below it speaks this language. */
export const Speaks = Spoken.Provider;

/** The phrases of the language that is spoken here. */
export function usePhrases(): Phrases {
  const phrases = useContext(Spoken);
  if (!phrases) throw new Error('no language is spoken here');
  return phrases;
}

/** The words of a screen: where a phone lies there (R34), those of a phone. */
export function useScreenWords(screen: ScreenName, phone: boolean | undefined): Words {
  const { screens, phone: ofPhone }: { screens: Phrases['screens']; phone: Partial<Phrases['screens']> } = usePhrases();
  return (phone && ofPhone[screen]) || screens[screen];
}

/** A phrase as text alone, for what cannot bear readings above itself. */
export const plain = (phrase: Phrase, values?: Values): string => shownOf(filled(phrase, values));

/** The ids of a language's phrases; of those with the same words the first. */
const idsOf = new WeakMap<Phrases, ReadonlyMap<Phrase, string>>();

/** Under which id a phrase is said aloud; undefined for what is not. */
function useSpokenId(phrase: Phrase, values?: Values): string | undefined {
  const phrases = usePhrases();
  const known =
    idsOf.get(phrases) ??
    new Map(
      phrasesWithIds(phrases)
        .map(([id, text]) => [text, id])
        .reverse() as [Phrase, string][],
    );
  idsOf.set(phrases, known);
  const id = known.get(phrase);
  return id === undefined ? undefined : spokenId(id, phrase, values);
}

/** A phrase, with the readings of its characters above them. */
export function Say({ phrase, values }: { phrase: Phrase; values?: Values }) {
  return (
    <span data-say={useSpokenId(phrase, values)}>
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
    </span>
  );
}
