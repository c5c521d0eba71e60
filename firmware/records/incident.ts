import type { FlowInput } from '../flow/input.ts';
import type { FlowName, FlowState } from '../flow/state.ts';
import type { CardSummary, CertificateSummary, House } from '../flow/types.ts';

/** One input of the flow, when it came, and the state that it led to. */
export interface Recorded {
  /** ms since the recording began. */
  readonly atMs: number;
  readonly house: House;
  readonly input: FlowInput;
  readonly led: FlowName;
}

/** What led to an incident: events and timings, nothing of a person. `kazasu replay` runs it again. */
export interface Incident {
  readonly format: 'kazasu incident 1';
  /** Of the firmware. */
  readonly version: string;
  /** The fault, or the reason of the visit's end. */
  readonly code: string;
  readonly begin: Extract<FlowState, { at: 'idle' }>;
  readonly steps: readonly Recorded[];
}

/** Stands where something was left out. */
const leftOut = '';
const someDay = '2030-01-01T00:00:00.000Z';

/** The input without what is of a person, or only one terminal's: certificate, signature, challenge, dates. It leads to the same state. */
export function impersonal(input: FlowInput): FlowInput {
  switch (input.is) {
    case 'card-read':
      return { is: 'card-read', card: impersonalCard(input.card) };
    case 'pin-accepted':
      return input.certificate ? { ...input, certificate: impersonalCertificate(input.certificate) } : input;
    case 'challenge':
      return { is: 'challenge', challenge: leftOut };
    case 'signed': {
      const signed = { certificate: leftOut, certificateSerial: leftOut, challenge: leftOut, signature: leftOut };
      return { is: 'signed', signed };
    }
    default:
      return input;
  }
}

const impersonalCard = ({ certificate, ...card }: CardSummary): CardSummary => ({
  ...card,
  ...(certificate ? { certificate: impersonalCertificate(certificate) } : {}),
});

const impersonalCertificate = ({ state }: CertificateSummary): CertificateSummary => ({ state, notAfter: someDay });
