import type { StandingFault } from '../records/faults-board.ts';
import type { WaitingTerminal } from '../terminal/pairing/waiting.ts';
import type { Language } from '../words/languages.ts';
import type { RecentEvent } from './recent-events.ts';
import type { StaffOrder } from './staff-order.ts';

/** The parts of a reader that staff can ask about. */
export const readerParts = [
  'card-reader',
  'face-camera',
  'card-camera',
  'check-process',
  'terminal',
  'records',
  'clock',
  'facility-password',
] as const;
export type ReaderPart = (typeof readerParts)[number];

/** What staff see behind the facility's password: nothing personal. */
export interface StaffReport {
  readonly version: string;
  readonly faults: readonly (StandingFault & { readonly of: ReaderPart })[];
  /** Newest first. */
  readonly events: readonly RecentEvent[];
  readonly language: Language;
  /** Percent. */
  readonly volume: number;
  /** Terminals that wait to be paired. */
  readonly waiting: readonly WaitingTerminal[];
}

/** One point of the self-check. `found`: a code or a figure, when it did not pass. */
export interface SelfCheckPoint {
  readonly name: string;
  readonly pass: boolean;
  readonly found?: string;
}

/** What came of an order: the points of a self-check, the file of an export; else nothing. */
export interface StaffDone {
  readonly points?: readonly SelfCheckPoint[];
  readonly file?: string;
}

/** What the staff menu can do. */
export interface StaffWork {
  report(): StaffReport;
  /** Throws the `staffFaults`, PAIRING_CODE_UNKNOWN. */
  carryOut(order: StaffOrder): Promise<StaffDone>;
}

const familiar: Record<string, ReaderPart> = {
  disk: 'records',
  'operation-log': 'records',
  'error-log': 'records',
  'terminal-mqtt': 'terminal',
  'terminal-serial': 'terminal',
};

/** The part that a fault is told under. */
export function partOf({ part = '' }: StandingFault): ReaderPart {
  return readerParts.find((known) => known === part) ?? familiar[part] ?? 'check-process';
}
