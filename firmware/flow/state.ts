import type { CardSummary, Consent, Eligibility, FaceState, Method, Outcome } from './types.ts';

/** What lies on the card bed, as the card driver tells it. */
export type Bed = 'empty' | 'laid' | 'mute' | 'unavailable';

/** What every state of a running session carries. Nothing of it is personal. */
export interface Session {
  readonly id: string;
  readonly bed: Bed;
  /** The terminal's challenge, base64, once it came. */
  readonly challenge?: string;
  readonly eligibility?: Eligibility;
}

/** A session whose card has been read and whose person is not yet identified. */
export interface Identifying extends Session {
  readonly card: CardSummary;
  readonly face: FaceState;
  /** Why the last try failed, for the screen. */
  readonly trouble?: string;
}

/** A session whose person is identified. */
export interface Identified extends Session {
  readonly method: Method;
  readonly card: CardSummary;
}

/** The closed set of states of the reader. */
export type FlowState =
  /** No session. `bed` other than empty: the card is not answering, or the card reader is gone. */
  | { readonly at: 'idle'; readonly bed: Bed }
  | ({ readonly at: 'reading'; readonly photo: FaceState['photo']; readonly photoTrouble?: string } & Session)
  | ({ readonly at: 'choosing' } & Identifying)
  | ({ readonly at: 'face' } & Identifying)
  | ({ readonly at: 'pin' } & Identifying)
  | ({ readonly at: 'signing'; readonly asked: boolean } & Identified)
  | ({ readonly at: 'consent' } & Identified)
  | ({ readonly at: 'result'; readonly consent?: Consent } & Identified)
  | ({ readonly at: 'take-card'; readonly outcome: Outcome; readonly reminded: boolean } & Session)
  | ({ readonly at: 'erasing'; readonly outcome: Outcome } & Session);

export type FlowName = FlowState['at'];
