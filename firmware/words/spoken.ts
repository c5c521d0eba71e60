import type { Language } from './languages.ts';
import type { Phrase } from './phrases.ts';
import { en } from './spoken/en.ts';
import { ja } from './spoken/ja.ts';
import { jaEasy } from './spoken/ja-easy.ts';
import { ko } from './spoken/ko.ts';
import { pt } from './spoken/pt.ts';
import { vi } from './spoken/vi.ts';
import { zhHans } from './spoken/zh-hans.ts';
import { zhHant } from './spoken/zh-hant.ts';

/** What the panel says aloud and shows nowhere, or shows with a value in it: whatever is spoken is a fixed phrase, and none holds anything personal. */
export interface Spoken {
  /** Shown phrases that bear a value, for each value that is spoken; without the value where it is the person's own. */
  readonly words: {
    readonly triesLeft: Readonly<Record<1 | 2 | 3, Phrase>>;
    readonly digits: Readonly<Record<0 | 1 | 2 | 3 | 4, Phrase>>;
    readonly certificateEnding: Phrase;
    readonly certificateGrace: Phrase;
  };
  /** The keys of the PIN pad. */
  readonly digit: Readonly<Record<0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9, Phrase>>;
  readonly aloud: {
    /** This language's own name. */
    readonly language: Phrase;
    readonly speechOn: Phrase;
    /** How the eyes-free mode is entered; said when a card is laid. */
    readonly invitation: Phrase;
    readonly eyesFreeOn: Phrase;
    readonly eyesFreeOff: Phrase;
    readonly earphoneIn: Phrase;
    readonly earphoneOut: Phrase;
    readonly pinNeedsEarphone: Phrase;
    readonly faceByTone: Phrase;
    /** After the name of a button. */
    readonly notYet: Phrase;
    readonly on: Phrase;
    readonly off: Phrase;
    /** In place of words that are the person's own, or that nobody wrote a reading for. */
    readonly onScreen: Phrase;
  };
}

/** In every language. */
export const spoken: Readonly<Record<Language, Spoken>> = {
  ja,
  'ja-easy': jaEasy,
  en,
  'zh-Hans': zhHans,
  'zh-Hant': zhHant,
  ko,
  vi,
  pt,
};
