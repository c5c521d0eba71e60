import { hasNoCheck } from './idle.ts';
import type { FlowInput } from './input.ts';
import type { Bed, FlowState } from './state.ts';

/** Seconds, from the settings. */
export interface Timeouts {
  readonly reading: number;
  readonly method: number;
  readonly face: number;
  readonly pin: number;
  readonly visual: number;
  readonly terminal: number;
  readonly consent: number;
  readonly registration: number;
  readonly result: number;
  readonly takeCard: number;
  readonly farewell: number;
  readonly erase: number;
  readonly visualMode: number;
}

/** How long a state may last, in seconds; undefined only for a reader at rest: every waiting state has a deadline. */
export function deadlineOf(state: FlowState, timeouts: Timeouts): number | undefined {
  switch (state.at) {
    case 'idle':
      if (state.mode === 'visual') return timeouts.visualMode;
      return hasNoCheck(state.mode) && state.bed === 'laid' ? timeouts.takeCard : undefined;
    case 'reading':
      return timeouts.reading;
    case 'choosing':
      return timeouts.method;
    case 'face':
      return timeouts.face;
    case 'pin':
      return timeouts.pin;
    case 'visual':
      return timeouts.visual;
    case 'signing':
      return timeouts.terminal;
    case 'consent':
      return timeouts.consent;
    case 'registration':
      return timeouts.registration;
    case 'result':
      return timeouts.result;
    case 'take-card':
      return state.bed === 'empty' ? timeouts.farewell : timeouts.takeCard;
    case 'erasing':
      return timeouts.erase;
  }
}

/** States that wait for what a person does on the panel. */
const forPerson: readonly FlowState['at'][] = ['choosing', 'pin', 'visual', 'consent', 'registration'];

/** Whether the wait begins anew with this input: its time is up, somebody is at the panel, or it is another wait. */
export const waitsAnew = (before: FlowState, input: FlowInput, after: FlowState): boolean =>
  input.is === 'deadline' || (input.is === 'typing' && forPerson.includes(after.at)) || !sameWait(before, after);

/** Whether the time already waited still counts: same state, same bed, no new try, no new page. */
function sameWait(before: FlowState, after: FlowState): boolean {
  return before.at === after.at && bedThatCounts(before) === bedThatCounts(after) && whatFor(before) === whatFor(after);
}

/** A card that is moved about must not prolong what staff said of one person. */
function bedThatCounts(state: FlowState): Bed | undefined {
  return state.at === 'idle' && state.mode === 'visual' ? undefined : state.bed;
}

function whatFor(state: FlowState): number | string | undefined {
  switch (state.at) {
    case 'idle':
      return state.mode;
    case 'consent':
      return state.question;
    default:
      return 'card' in state ? state.card.pinTries : undefined;
  }
}
