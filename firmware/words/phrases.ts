import type { PanelView } from '../panel/view.ts';
import type { Language } from './languages.ts';
import type { MessageName } from './messages.ts';

/**
 * A text of the catalogue. `{漢字|かんじ}` bears its reading above itself and is spoken as that; `[は|わ]` is shown as the first and spoken as
 * the second; `<tries>` stands for a value. Nothing else in it is markup.
 */
export type Phrase = string;

/** What stands first, and what more there is to say; the latter may be empty. */
export interface Words {
  readonly title: Phrase;
  readonly text: Phrase;
}

export type ScreenName = PanelView['screen'] | 'starting';
/** Screens that speak of what lies there after it was read. */
export type PhoneScreenName = 'signing' | 'take-card' | 'card-left-behind';
export type ResultName = NonNullable<PanelView['eligibility']>;
export type QuestionName = NonNullable<PanelView['question']>;

/** Buttons, and the short words beside them. */
export const shortWords = [
  'face',
  'faceHow',
  'pin',
  'pinHow',
  'visual',
  'visualHow',
  'otherMethod',
  'cancel',
  'triesLeft',
  'lastTry',
  'digits',
  'clear',
  'enter',
  'agreeAll',
  'oneByOne',
  'agree',
  'disagree',
  'back',
  'done',
  'care',
  'surgery',
  'healthChecks',
  'register',
  'notNow',
  'certificateEnding',
  'certificateGrace',
  'patientNumber',
  'messageNumber',
  'language',
  'display',
  'largeText',
  'highContrast',
  'lowerHalf',
  'lessMotion',
  'fixedKeys',
  'speech',
  'close',
] as const;
export type ShortWord = (typeof shortWords)[number];

/** All that the panel says to a patient in one language: what is missing, or too much, does not compile. */
export interface Phrases {
  readonly language: Language;
  readonly screens: Record<ScreenName, Words>;
  /** In place of the card's words, when a phone lies there (R34). */
  readonly phone: Record<PhoneScreenName, Words>;
  readonly questions: Record<QuestionName, Words>;
  readonly results: Record<ResultName, Words>;
  readonly messages: Record<MessageName, Words>;
  readonly words: Record<ShortWord, Phrase>;
}
