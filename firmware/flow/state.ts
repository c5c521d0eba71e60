import type {
  Answer,
  CardSummary,
  CertificateSummary,
  Eligibility,
  FaceState,
  Method,
  Outcome,
  Question,
  TerminalMode,
} from './types.ts';

/** What lies on the card bed, as the card driver tells it. */
export type Bed = 'empty' | 'laid' | 'mute' | 'unavailable';

/** What every state of a running session carries. Nothing of it is personal. */
export interface Session {
  readonly id: string;
  readonly bed: Bed;
  /** What lies there is a phone, not a card (R34). */
  readonly phone?: true;
}

/** What one state of a session hands on to another that has nothing else of it. */
export const sessionOf = ({ id, bed, phone }: Session): Session => ({ id, bed, ...(phone ? { phone } : {}) });

/** A session whose card is still needed. */
export interface Checking extends Session {
  /** The terminal's challenge, base64, once it came. */
  readonly challenge?: string;
}

/** A session whose card has been read and whose person is not yet identified. */
export interface Identifying extends Checking {
  readonly card: CardSummary;
  readonly face: FaceState;
  /** Why the last try failed, for the screen. */
  readonly trouble?: string;
}

/** A session whose person is identified. */
export interface Identified extends Checking {
  readonly method: Method;
  readonly certificate: CertificateSummary;
}

/** A session whose verdict is told: neither card nor check process are needed any more. */
export interface Verified extends Session {
  readonly method: Method;
  readonly certificate: CertificateSummary;
  /** The consent pages that are done. */
  readonly consented: readonly Question[];
  /** The terminal's, once it came. */
  readonly answer?: Answer;
  /** What the person said to the first-time registration, once asked (R24). */
  readonly registration?: 'wanted' | 'declined';
}

/** The closed set of states of the reader. */
export type FlowState =
  /** No session. `bed` other than empty: the card is not answering, the card reader is gone, or the terminal's mode has no check. */
  | { readonly at: 'idle'; readonly bed: Bed; readonly mode: TerminalMode }
  /** `seen`: staff have confirmed the person by eye at the terminal (R14). */
  | ({
      readonly at: 'reading';
      readonly seen: boolean;
      readonly photo: FaceState['photo'];
      readonly photoTrouble?: string;
    } & Checking)
  | ({ readonly at: 'choosing' } & Identifying)
  | ({ readonly at: 'face' } & Identifying)
  | ({ readonly at: 'pin' } & Identifying)
  /** Staff compare the person with the card and type the facility's password. */
  | ({ readonly at: 'visual' } & Identifying)
  | ({ readonly at: 'signing'; readonly asked: boolean } & Identified)
  | ({ readonly at: 'consent'; readonly question: Question } & Verified)
  | ({ readonly at: 'registration' } & Verified)
  /** The terminal has not answered yet. */
  | ({ readonly at: 'result' } & Verified)
  | ({
      readonly at: 'take-card';
      readonly outcome: Outcome;
      /** How often the card has been called out; no more than `leftBehindAfter`. */
      readonly calls: number;
      readonly result?: Eligibility;
      readonly certificate?: CertificateSummary;
    } & Session)
  | ({ readonly at: 'erasing'; readonly outcome: Outcome } & Session);

export type FlowName = FlowState['at'];
