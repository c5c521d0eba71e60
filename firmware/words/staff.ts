import type { RecentEvent } from '../panel/recent-events.ts';
import type { StaffRefusal } from '../panel/staff-faults.ts';
import type { RestartPart } from '../panel/staff-order.ts';
import type { ReaderPart } from '../panel/staff-report.ts';
import type { Language } from './languages.ts';
import type { StaffWords } from './messages.ts';
import { staffEn } from './staff-en.ts';
import { staffJa } from './staff-ja.ts';

/** The pages of the staff menu. */
export const staffPages = [
  'health',
  'events',
  'self-check',
  'restart',
  'choices',
  'export',
  'password',
  'pairing',
  'factory-reset',
] as const;
export type StaffPage = (typeof staffPages)[number];

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
  readonly back: string;
  readonly version: string;
  /** Over the code that a terminal shows too. */
  readonly pairing: string;
  readonly pages: Readonly<Record<StaffPage, string>>;
  readonly noFaults: string;
  readonly works: string;
  readonly parts: Readonly<Record<ReaderPart, string>>;
  readonly noEvents: string;
  readonly events: Readonly<Record<RecentEvent['what'], string>>;
  readonly selfCheckHow: string;
  readonly start: string;
  readonly working: string;
  readonly allPassed: string;
  /** Points of the self-check that are no parts. */
  readonly points: Readonly<Record<string, string>>;
  readonly restartHow: string;
  readonly restarts: Readonly<Record<RestartPart, string>>;
  readonly done: string;
  readonly choicesHow: string;
  readonly quieter: string;
  readonly louder: string;
  readonly loudness: string;
  readonly exportHow: string;
  readonly exported: string;
  readonly oldPassword: string;
  readonly newPassword: string;
  readonly noneWaits: string;
  readonly confirm: string;
  readonly refuse: string;
  readonly confirmed: string;
  readonly refused: string;
  readonly factoryResetHow: string;
  readonly factoryResetSure: string;
  readonly removeAll: string;
  readonly restarting: string;
  readonly refusals: Readonly<Record<StaffRefusal, string>>;
}

/** Staff read Japanese; English where the panel speaks it. */
export const staffWords = (language: Language): StaffPhrases => (language === 'en' ? staffEn : staffJa);
