import type * as made from './generated/types.ts';
import * as validators from './generated/validators.mjs';

export type {
  Fault,
  LogPage,
  Pairing,
  ReaderInformation,
  ReaderState,
  RecordsPiece,
  SignOn,
  Statistics,
} from './generated/types.ts';

/** What the reader tells, by name. */
export interface EventData {
  'session-started': made.SessionStarted;
  'card-read': made.CardRead;
  'certificate-warning': made.CertificateWarning;
  'method-chosen': made.MethodChosen;
  verdict: made.Verdict;
  consent: made.ConsentGiven;
  registration: made.Registration;
  'card-left-behind': made.CardLeftBehind;
  'session-ended': made.SessionEnded;
  'fault-raised': made.FaultRaised;
  'fault-cleared': made.FaultCleared;
}
export type EventName = keyof EventData;
export type TerminalEvent = { [Name in EventName]: { readonly name: Name; readonly data: EventData[Name] } }[EventName];

/** What a terminal may ask, by name. */
export interface RequestData {
  challenge: made.ChallengeRequest;
  'visual-confirmed': made.VisualConfirmedRequest;
  eligibility: made.EligibilityRequest;
  'registration-answer': made.RegistrationAnswerRequest;
  cancel: made.CancelRequest;
  mode: made.ModeRequest;
  message: made.MessageRequest;
  statistics: made.StatisticsRequest;
  'log-export': made.LogExportRequest;
  'records-export': made.RecordsExportRequest;
  restart: made.RestartRequest;
  update: made.UpdateRequest;
  'reader-information': made.ReaderInformationRequest;
  acknowledge: made.AcknowledgeRequest;
  pairing: made.PairingRequest;
  'pairing-result': made.PairingResultRequest;
  'sign-on': made.SignOnRequest;
}
export type RequestName = keyof RequestData;

/** A request that keeps to its schema. `id` and `source` are the terminal's; `time`: ms since 1970, NaN when it cannot be read. */
export type TerminalRequest = {
  [Name in RequestName]: {
    readonly name: Name;
    readonly id: string;
    readonly source: string;
    readonly time: number;
    readonly data: RequestData[Name];
  };
}[RequestName];

/** Validator of each message that the reader sends, by its name in `type`. */
export const outgoing = {
  state: validators.validateReaderStateMessage,
  reply: validators.validateReplyMessage,
  'event.session-started': validators.validateSessionStartedMessage,
  'event.card-read': validators.validateCardReadMessage,
  'event.certificate-warning': validators.validateCertificateWarningMessage,
  'event.method-chosen': validators.validateMethodChosenMessage,
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
  'visual-confirmed': validators.validateVisualConfirmedRequestMessage,
  eligibility: validators.validateEligibilityRequestMessage,
  'registration-answer': validators.validateRegistrationAnswerRequestMessage,
  cancel: validators.validateCancelRequestMessage,
  mode: validators.validateModeRequestMessage,
  message: validators.validateMessageRequestMessage,
  statistics: validators.validateStatisticsRequestMessage,
  'log-export': validators.validateLogExportRequestMessage,
  'records-export': validators.validateRecordsExportRequestMessage,
  restart: validators.validateRestartRequestMessage,
  update: validators.validateUpdateRequestMessage,
  'reader-information': validators.validateReaderInformationRequestMessage,
  acknowledge: validators.validateAcknowledgeRequestMessage,
  pairing: validators.validatePairingRequestMessage,
  'pairing-result': validators.validatePairingResultRequestMessage,
  'sign-on': validators.validateSignOnRequestMessage,
} as const satisfies { [Name in RequestName]: validators.Validator<RequestMessage<Name>> };

/** A request as it comes, of one name. */
export interface RequestMessage<Name extends RequestName> {
  readonly id: string;
  readonly source: string;
  /** Never missing in a valid one, which the made types do not know. */
  readonly time?: string;
  readonly data: RequestData[Name];
}
