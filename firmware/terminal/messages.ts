import type {
  CancelRequest,
  CardLeftBehind,
  ChallengeRequest,
  ConsentGiven,
  EligibilityRequest,
  FaultCleared,
  FaultRaised,
  ModeRequest,
  Registration,
  SessionEnded,
  SessionStarted,
  Verdict,
} from './generated/types.ts';
import * as validators from './generated/validators.mjs';

export type { Fault, ReaderState } from './generated/types.ts';

/** What the reader tells, by name. */
export interface EventData {
  'session-started': SessionStarted;
  verdict: Verdict;
  consent: ConsentGiven;
  registration: Registration;
  'card-left-behind': CardLeftBehind;
  'session-ended': SessionEnded;
  'fault-raised': FaultRaised;
  'fault-cleared': FaultCleared;
}
export type EventName = keyof EventData;
export type TerminalEvent = { [Name in EventName]: { readonly name: Name; readonly data: EventData[Name] } }[EventName];

/** What a terminal may ask, by name. */
export interface RequestData {
  challenge: ChallengeRequest;
  eligibility: EligibilityRequest;
  cancel: CancelRequest;
  mode: ModeRequest;
}
export type RequestName = keyof RequestData;

/** A request that keeps to its schema. `id` and `source` are the terminal's. */
export type TerminalRequest = {
  [Name in RequestName]: {
    readonly name: Name;
    readonly id: string;
    readonly source: string;
    readonly data: RequestData[Name];
  };
}[RequestName];

/** Validator of each message that the reader sends, by its name in `type`. */
export const outgoing = {
  state: validators.validateReaderStateMessage,
  reply: validators.validateReplyMessage,
  'event.session-started': validators.validateSessionStartedMessage,
  'event.verdict': validators.validateVerdictMessage,
  'event.consent': validators.validateConsentGivenMessage,
  'event.registration': validators.validateRegistrationMessage,
  'event.card-left-behind': validators.validateCardLeftBehindMessage,
  'event.session-ended': validators.validateSessionEndedMessage,
  'event.fault-raised': validators.validateFaultRaisedMessage,
  'event.fault-cleared': validators.validateFaultClearedMessage,
} as const satisfies Record<'state' | 'reply' | `event.${EventName}`, unknown>;
export type OutgoingName = keyof typeof outgoing;

/** Validator of each request, by its name. */
export const incoming = {
  challenge: validators.validateChallengeRequestMessage,
  eligibility: validators.validateEligibilityRequestMessage,
  cancel: validators.validateCancelRequestMessage,
  mode: validators.validateModeRequestMessage,
} as const satisfies Record<RequestName, unknown>;
