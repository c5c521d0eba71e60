import type { CodedError } from '../records/coded-error.ts';
import type {
  LogPage,
  Pairing,
  ReaderInformation,
  ReaderState,
  RecordsPiece,
  SignOn,
  Statistics,
  TerminalEvent,
  TerminalRequest,
} from './messages.ts';

/** The reader's side of the terminal protocol, whatever carries it. Messages leave in the order of the calls. */
export interface TerminalLink {
  /** Tells the state and has it kept for terminals that come later. Throws `TERMINAL_MESSAGE_WRONG`, `TERMINAL_LINK_CLOSED`. */
  state(state: ReaderState): Promise<void>;

  /**
   * Tells an event; done when every terminal that listens has it, or was cut off for not taking it. Throws as `state`.
   * @param stamp of an event that may be told again; left out: a new one
   */
  publish(event: TerminalEvent, stamp?: Stamp): Promise<void>;

  /** Sets who hears that a terminal has begun to listen: what it may have missed is told again then. */
  onListener(listener: () => void): void;

  /** Sets who answers requests; until then, and after a throw, they are refused. */
  onRequest(handler: RequestHandler): void;

  /** Tells `offline`, then closes. Never throws. */
  close(): Promise<void>;
}

/** Which message it is, and when it happened (ms since 1970): the same however often it is told. */
export interface Stamp {
  readonly id: string;
  readonly time: number;
}

/** A thrown CodedError is a refusal with its code; anything else thrown is `READER_FAULT`. */
export type RequestHandler = (request: TerminalRequest) => Promise<RequestAnswer> | RequestAnswer;

export type RequestAnswer =
  | {
      readonly accepted: true;
      readonly readerInformation?: ReaderInformation;
      readonly statistics?: Statistics;
      readonly log?: LogPage;
      readonly records?: RecordsPiece;
      readonly pairing?: Pairing;
      readonly signOn?: SignOn;
    }
  | { readonly accepted: false; readonly code: string; readonly what: string; readonly next: string };

export const accepted: RequestAnswer = { accepted: true };

/** The answer that tells a fault. */
export function refused(error: CodedError): RequestAnswer {
  return { accepted: false, code: error.code, what: error.message.slice(0, 500), next: error.next };
}
