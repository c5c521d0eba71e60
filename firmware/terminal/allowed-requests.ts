import type { FlowName } from '../flow/state.ts';
import type { CodedError } from '../records/coded-error.ts';
import { terminalFault } from './faults.ts';
import type { RequestName, TerminalRequest } from './messages.ts';

/** Which request is allowed in which state of the reader: the one table, for code, tests and reference. A mode always: it waits for the next card. */
export const allowedRequests = {
  idle: ['mode'],
  reading: ['challenge', 'cancel', 'mode'],
  choosing: ['challenge', 'cancel', 'mode'],
  face: ['challenge', 'cancel', 'mode'],
  pin: ['challenge', 'cancel', 'mode'],
  visual: ['challenge', 'cancel', 'mode'],
  signing: ['challenge', 'cancel', 'mode'],
  consent: ['eligibility', 'cancel', 'mode'],
  registration: ['eligibility', 'cancel', 'mode'],
  result: ['eligibility', 'cancel', 'mode'],
  'take-card': ['mode'],
  erasing: ['mode'],
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
  if (request.name !== 'mode' && request.data.session !== now.session) return terminalFault('SESSION_UNKNOWN');
  return undefined;
}
