import type { Bed } from './state.ts';
import type {
  Answer,
  CardSummary,
  CertificateSummary,
  Consent,
  Erasure,
  Method,
  Reason,
  SignedChallenge,
  TerminalMode,
} from './types.ts';

/** Everything that can happen to the flow. */
export type FlowInput =
  /** The card driver: `session` is the id to use if this starts one. */
  | { readonly is: 'bed'; readonly bed: Bed; readonly session: string }
  /** The check process. */
  | { readonly is: 'card-read'; readonly card: CardSummary }
  | { readonly is: 'photo-ready' }
  | { readonly is: 'photo-unavailable'; readonly code: string }
  | { readonly is: 'face-matched' }
  | { readonly is: 'face-not-matched'; readonly code: string }
  /** `certificate`: of a phone, now that it can be read. */
  | { readonly is: 'pin-accepted'; readonly certificate?: CertificateSummary }
  | { readonly is: 'pin-refused'; readonly triesLeft: number }
  | { readonly is: 'signed'; readonly signed: SignedChallenge }
  | { readonly is: 'check-failed'; readonly reason: Reason }
  /** The check process has exited. Said once to every asking to end it, and when it dies by itself. */
  | { readonly is: 'check-gone'; readonly erasure: Erasure }
  /** The facility's password was right: a member of staff has looked and answers for it (R15). The password itself never comes here. */
  | { readonly is: 'staff-confirmed' }
  /** It was not, or may not be tried now; `again`: it may be typed once more. */
  | { readonly is: 'staff-refused'; readonly code: string; readonly again: boolean }
  /** The panel. */
  | { readonly is: 'choose'; readonly method: Method }
  | { readonly is: 'other-method' }
  /** A key was tapped, or a finger feels its way over the panel; where, the core never hears. */
  | { readonly is: 'typing' }
  | { readonly is: 'consent'; readonly consent: Consent }
  /** To the first-time registration (R24). */
  | { readonly is: 'register'; readonly wanted: boolean }
  /** The panel or the terminal. */
  | { readonly is: 'cancel' }
  /** The terminal. A mode means something between sessions only. */
  | { readonly is: 'mode'; readonly mode: TerminalMode }
  | { readonly is: 'challenge'; readonly challenge: string }
  | { readonly is: 'eligibility'; readonly answer: Answer }
  /** Staff have seen the person and said so at the terminal, while the visit runs (R14). */
  | { readonly is: 'seen-at-terminal' }
  /** The state's deadline has passed. */
  | { readonly is: 'deadline' };
