import type {
  CardSummary,
  CertificateSummary,
  Consent,
  Eligibility,
  Erasure,
  Method,
  Outcome,
  SignedChallenge,
  TerminalMode,
} from './types.ts';

/** What the flow asks the world to do, as data; carried out by the reader, outside. */
export type FlowEffect =
  /** `seen`: staff have confirmed the person already, so neither print nor photo of the card is needed. */
  | { readonly do: 'start-check'; readonly session: string; readonly seen: boolean }
  | { readonly do: 'begin-method'; readonly method: Method }
  | { readonly do: 'stop-method' }
  | { readonly do: 'sign'; readonly method: Method; readonly challenge: string }
  /** Zero everything of the person and let the check process exit. Asking twice is harmless. */
  | { readonly do: 'end-check' }
  /** Past its time: kill it. */
  | { readonly do: 'kill-check' }
  /** The card still lies there: call by light, sound and voice. */
  | { readonly do: 'remind' }
  /** Tell a mode that the terminal has set meanwhile, and the present state of the bed once more, so that a card already laid starts its session. */
  | { readonly do: 'look-at-bed' }
  | { readonly do: 'tell'; readonly event: FlowEvent };

/** What the terminal and the operation log hear. */
export type FlowEvent = SessionEvent | { readonly name: 'mode-changed'; readonly mode: TerminalMode };

/** What belongs to one session. */
export type SessionEvent =
  | { readonly name: 'session-started'; readonly session: string }
  | { readonly name: 'card-read'; readonly session: string; readonly card: CardSummary }
  /** A phone has shown its certificate, after its PIN (R34). */
  | { readonly name: 'certificate-read'; readonly session: string; readonly certificate: CertificateSummary }
  | { readonly name: 'method-chosen'; readonly session: string; readonly method: Method }
  | {
      readonly name: 'verdict';
      readonly session: string;
      readonly method: Method;
      readonly certificate: CertificateSummary;
      readonly signed: SignedChallenge;
    }
  | { readonly name: 'consent'; readonly session: string; readonly consent: Consent }
  | { readonly name: 'registration'; readonly session: string; readonly wanted: boolean }
  | { readonly name: 'result'; readonly session: string; readonly result: Eligibility }
  | { readonly name: 'card-left-behind'; readonly session: string }
  | { readonly name: 'session-ended'; readonly session: string; readonly outcome: Outcome; readonly erasure: Erasure };
