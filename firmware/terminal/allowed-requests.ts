import type { FlowName } from '../flow/state.ts';
import type { CodedError } from '../records/coded-error.ts';
import { terminalFault } from './faults.ts';
import type { RequestName, TerminalRequest } from './messages.ts';

/** These change nothing of the reader, or prove themselves: it does no harm to answer them again, nor late. */
export const questions = [
  'statistics',
  'log-export',
  'records-export',
  'reader-information',
  'acknowledge',
  'pairing',
  'pairing-result',
  'sign-on',
] as const satisfies readonly RequestName[];

/** All that a terminal may ask that is not paired. */
export const unpairedRequests: readonly RequestName[] = ['reader-information', 'pairing', 'pairing-result', 'sign-on'];

/** Taken in every state. A mode waits for the next card. */
const always = ['mode', 'message', ...questions] as const;
const identifying = ['challenge', 'visual-confirmed', 'cancel', ...always] as const;

/** Which request is allowed in which state of the reader: the one table, for code, tests and reference. */
export const allowedRequests = {
  idle: ['restart', 'update', ...always],
  reading: ['challenge', 'cancel', ...always],
  choosing: identifying,
  face: identifying,
  pin: identifying,
  visual: identifying,
  signing: ['challenge', 'cancel', ...always],
  consent: ['eligibility', 'cancel', ...always],
  registration: ['eligibility', 'cancel', ...always],
  result: ['eligibility', 'registration-answer', 'cancel', ...always],
  'take-card': always,
  erasing: always,
} as const satisfies Record<FlowName, readonly RequestName[]>;

/**
 * Why a request cannot be taken now; undefined when it can.
 * @param now the state of the reader, and the visit that runs
 */
export function refusalOf(
  request: TerminalRequest,
  now: { readonly at: FlowName; readonly session?: string },
): CodedError | undefined {
  const allowed: readonly RequestName[] = allowedRequests[now.at];
  if (!allowed.includes(request.name)) return terminalFault('REQUEST_NOT_ALLOWED_NOW', `${request.name} in ${now.at}`);
  const session = visitOf(request);
  if (session !== undefined && session !== now.session) return terminalFault('SESSION_UNKNOWN');
  return undefined;
}

/** The visit that a request is about; undefined for those about the reader. */
export function visitOf(request: TerminalRequest): string | undefined {
  switch (request.name) {
    case 'challenge':
    case 'visual-confirmed':
    case 'eligibility':
    case 'registration-answer':
    case 'cancel':
      return request.data.session;
    default:
      return undefined;
  }
}
