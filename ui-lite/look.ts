import { useState } from 'preact/hooks';
import type { Language } from '../firmware/words/languages.ts';

/** How one person wants to see the panel. */
export interface Look {
  readonly language: Language;
  readonly largeText: boolean;
  readonly highContrast: boolean;
  readonly lowerHalf: boolean;
  readonly lessMotion: boolean;
  readonly fixedKeys: boolean;
  readonly speech: boolean;
}

/** What can be switched on the display page. */
export const looks = ['largeText', 'highContrast', 'lowerHalf', 'lessMotion', 'fixedKeys', 'speech'] as const;

/** What this person has chosen so far, laid over what the facility has set; forgotten with the page. */
export function useLook(usual: Look): [Look, (change: Partial<Look>) => void] {
  const [chosen, setChosen] = useState<Partial<Look>>({});
  return [{ ...usual, ...chosen }, (change) => setChosen((before) => ({ ...before, ...change }))];
}
