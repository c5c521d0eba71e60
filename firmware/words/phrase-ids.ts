import type { Values } from './markup.ts';
import type { Phrase } from './phrases.ts';

/**
 * Every text of a catalogue that is not empty, with its id: the names that lead to it, `screens.idle.title`. By it a sound is asked for, and a voice
 * pack names its recordings.
 */
export const phrasesWithIds = (catalogue: object): [id: string, phrase: Phrase][] =>
  Object.entries(catalogue).flatMap(([name, part]): [string, Phrase][] => {
    if (typeof part === 'string') return part === '' ? [] : [[name, part]];
    return phrasesWithIds(part).map(([id, phrase]) => [`${name}.${id}`, phrase]);
  });

/** The values that are spoken; others are left out, and the phrase is spoken without them. */
const spokenValues = ['tries', 'count'];
/** Numbers of messages are for staff. */
const silentValue = '<number>';

/** The id under which a phrase is spoken, of its own id and its values; undefined for what is not spoken. */
export function spokenId(id: string, phrase: Phrase, values: Values = {}): string | undefined {
  if (phrase.includes(silentValue)) return undefined;
  const spoken = spokenValues.filter((name) => phrase.includes(`<${name}>`));
  return [id, ...spoken.map((name) => values[name])].join('.');
}
