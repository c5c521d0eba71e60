import type { Language } from './languages.ts';
import type { StaffWords } from './messages.ts';

/** What the panel says to staff alone. */
export interface StaffPhrases {
  readonly language: keyof StaffWords;
  readonly forStaff: string;
  readonly compare: string;
  readonly clear: string;
  readonly enter: string;
  readonly space: string;
}

const ja: StaffPhrases = {
  language: 'ja',
  forStaff: '職員の方へ',
  compare: '職員の方へ：カードの写真とご本人を見比べて、施設のパスワードを入力してください',
  clear: '消す',
  enter: '決定',
  space: '空白',
};

const en: StaffPhrases = {
  language: 'en',
  forStaff: 'For staff',
  compare: 'Staff: compare the person with the photo on the card, then type the facility password',
  clear: 'Clear',
  enter: 'Enter',
  space: 'Space',
};

/** Staff read Japanese; English where the panel speaks it. */
export const staffWords = (language: Language): StaffPhrases => (language === 'en' ? en : ja);
