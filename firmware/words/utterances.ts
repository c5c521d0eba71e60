import { catalogue } from './catalogue.ts';
import type { Language } from './languages.ts';
import { phrasesWithIds } from './phrase-ids.ts';
import type { Phrase } from './phrases.ts';
import { spoken } from './spoken.ts';

/**
 * All that can be said aloud in a language, by id: what is shown, as far as it bears no value, and what is spoken only. Nothing else is ever made
 * into sound, so nothing personal can be.
 */
export function utterancesOf(language: Language): ReadonlyMap<string, Phrase> {
  const { language: _, ...shown } = catalogue[language];
  return new Map([
    ...phrasesWithIds(shown).filter(([, phrase]) => !phrase.includes('<')),
    ...phrasesWithIds(spoken[language]),
  ]);
}
