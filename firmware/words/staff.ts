import type { RecentEvent } from '../panel/recent-events.ts';
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
  readonly menu: string;
  readonly typePassword: string;
  readonly firstPassword: string;
  readonly again: string;
  readonly differs: string;
  readonly close: string;
  readonly version: string;
  /** Over the code that a terminal shows too. */
  readonly pairing: string;
  readonly noFaults: string;
  readonly lastEvents: string;
  readonly events: Readonly<Record<RecentEvent['what'], string>>;
}

const ja: StaffPhrases = {
  language: 'ja',
  forStaff: '職員の方へ',
  compare: '職員の方へ：カードの写真とご本人を見比べて、施設のパスワードを入力してください',
  clear: '消す',
  enter: '決定',
  space: '空白',
  menu: '職員メニュー',
  typePassword: '施設のパスワードを入力してください',
  firstPassword: '施設のパスワードがまだありません。8文字以上で決めて入力してください',
  again: 'もう一度、同じパスワードを入力してください',
  differs: '2回の入力が違います。初めから入力してください',
  close: '閉じる',
  version: '版',
  pairing: '接続を待っている端末。同じコードのときだけ許可してください',
  noFaults: '異常はありません',
  lastEvents: '最近の出来事',
  events: { 'visit-ended': '受付終了', mode: 'モード', 'fault-raised': '異常', 'fault-cleared': '回復' },
};

const en: StaffPhrases = {
  language: 'en',
  forStaff: 'For staff',
  compare: 'Staff: compare the person with the photo on the card, then type the facility password',
  clear: 'Clear',
  enter: 'Enter',
  space: 'Space',
  menu: 'Staff menu',
  typePassword: 'Type the facility password',
  firstPassword: 'The facility has no password yet. Choose one of 8 characters or more',
  again: 'Type the same password once more',
  differs: 'The two differ. Start again',
  close: 'Close',
  version: 'Version',
  pairing: 'A terminal waits to be paired. Let it in only when it shows the same code',
  noFaults: 'Everything works',
  lastEvents: 'Last events',
  events: { 'visit-ended': 'Visit ended', mode: 'Mode', 'fault-raised': 'Fault', 'fault-cleared': 'Cleared' },
};

/** Staff read Japanese; English where the panel speaks it. */
export const staffWords = (language: Language): StaffPhrases => (language === 'en' ? en : ja);
