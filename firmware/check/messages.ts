import type { CardSummary, CertificateSummary, Method, Reason, SignedChallenge } from '../flow/types.ts';
import type { HeldCounts } from './held.ts';
import type { Refusal, RefusalKnowledge } from './refused-values.ts';
import type { CheckSettings } from './settings.ts';

/**
 * The words between the core and a check process. Verdicts, counters, dates, the certificate and its signature cross here;
 * photo, card face, frames, templates, PIN and 照合番号B never do (R42).
 */
export type ToCheck =
  /** Once, at its birth: load what is not personal and be ready; then `lookAtCameras`, until a card is laid. */
  | { readonly do: 'prepare'; readonly settings: CheckSettings; readonly lookAtCameras: boolean }
  /**
   * A card lies there: open it, scan it, read it. `known`: which readings of the printed code were refused of late.
   * `seen`: staff have confirmed the person, so the print is not scanned. `scanMemory`: look through the own memory at the end.
   */
  | { readonly do: 'begin'; readonly known: RefusalKnowledge; readonly seen: boolean; readonly scanMemory: boolean }
  /** Without a person: open both cameras for a moment and tell what they are worth. */
  | { readonly do: 'look-around' }
  | { readonly do: 'method'; readonly method: Method }
  | { readonly do: 'stop-method' }
  /** `challenge`: base64, from the terminal. */
  | { readonly do: 'sign'; readonly method: Method; readonly challenge: string }
  /** Zero and exit. */
  | { readonly do: 'end' };

export type FromCheck =
  | { readonly say: 'ready'; readonly channel: PatientChannelAddress }
  | { readonly say: 'card'; readonly card: CardSummary }
  | { readonly say: 'photo'; readonly ready: true }
  | { readonly say: 'photo'; readonly ready: false; readonly code: string }
  /** The card refused a reading of its printed code. */
  | { readonly say: 'refused'; readonly refusal: Refusal }
  /** What the person can mend now; without a code: nothing any more. */
  | { readonly say: 'hint'; readonly code?: string }
  | { readonly say: 'face'; readonly matched: true }
  | { readonly say: 'face'; readonly matched: false; readonly code: string }
  | { readonly say: 'pin'; readonly accepted: true; readonly certificate?: CertificateSummary }
  | { readonly say: 'pin'; readonly accepted: false; readonly triesLeft: number }
  | { readonly say: 'signed'; readonly signed: SignedChallenge }
  | { readonly say: 'failed'; readonly reason: Reason; readonly detail?: string }
  | { readonly say: 'stage'; readonly stage: Stage }
  /** Everything held was zeroed; the exit follows. `held`: how many pieces of each kind there were. */
  | { readonly say: 'erased'; readonly held: HeldCounts }
  | ({ readonly say: 'device' } & DeviceState)
  | { readonly say: 'looked-around' }
  /** After `erased`: what a look through the own memory found. */
  | { readonly say: 'scanned'; readonly scan: MemoryScan };

/** Whether a device works: without a code it does. */
export interface DeviceState {
  readonly part: 'face-camera' | 'card-camera';
  readonly code?: string;
}

/** A look through a process's own memory: traces of what it held that were looked for and found, how many of each kind, and bytes looked through. */
export interface MemoryScan {
  readonly traces: number;
  readonly found: number;
  readonly kinds: HeldCounts;
  readonly bytes: number;
}

/** Where the page speaks to the check process itself, past the core. Token and key serve one check. */
export interface PatientChannelAddress {
  readonly port: number;
  readonly token: string;
  /** The check process's public key (`patientSeal`), base64. */
  readonly key: string;
}

/** One measured step of a check, in ms since `begin`. */
export interface Stage {
  readonly name: string;
  readonly startMs: number;
  readonly ms: number;
}
