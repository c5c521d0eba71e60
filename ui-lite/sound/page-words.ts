import type { Language } from '../../firmware/words/languages.ts';
import type { Utterance } from './speaker.ts';

/** What stands on the page to be said: its title by itself, so that another page is known. */
export interface PageWords {
  readonly title: string;
  readonly ids: readonly string[];
}

/**
 * What the page says to who does not look: its title and words, in their order. To who `listens` alone also what is said to them only, and what can
 * be chosen.
 */
export function wordsOfPage(listens: boolean): PageWords {
  const places = [
    '.frame > h1',
    `.frame > .body${listens ? '' : ' :not([data-quiet])'}`,
    ...(listens ? ['.frame > .actions'] : []),
  ];
  const ids = idsIn([
    ...document.querySelectorAll(places.map((place) => `${place}[data-say], ${place} [data-say]`).join()),
  ]);
  return { title: idsIn([...document.querySelectorAll('.frame > h1 [data-say]')]).join(' '), ids };
}

/** Words of elements, each once: of those that lie in one another the outermost. */
function idsIn(elements: readonly Element[]): string[] {
  return elements
    .filter((element) => !element.parentElement?.closest('[data-say]'))
    .map((element) => element.getAttribute('data-say') ?? '');
}

/** What can be found under a finger: something to tap, or words. */
export function thingAt(x: number, y: number): Element | undefined {
  const found = document.elementFromPoint(x, y);
  return found?.closest('button') ?? found?.closest('[data-say]') ?? undefined;
}

/** What a finger hears of a thing. A PIN key says nothing here: whether it may be spoken is another's to decide. */
export function wordsOf(thing: Element, language: Language): readonly Utterance[] {
  const own = thing.getAttribute('data-language');
  if (own !== null) return [{ language: own as Language, id: 'aloud.language' }];
  const said = idsIn(
    [thing, ...thing.querySelectorAll('[data-say]')].filter((element) => element.matches('[data-say]')),
  );
  const pressed = thing.getAttribute('aria-pressed');
  if (pressed !== null) said.push(pressed === 'true' ? 'aloud.on' : 'aloud.off');
  if (thing.matches(':disabled')) said.push('aloud.notYet');
  return said.map((id) => ({ language, id }));
}

/** The digit of a PIN key. */
export const digitOf = (thing: Element): string | undefined => thing.getAttribute('data-digit') ?? undefined;
