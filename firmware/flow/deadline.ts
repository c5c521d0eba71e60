import type { FlowState } from './state.ts';

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
}

/** How long a state may last, in seconds; undefined only for idle: every waiting state has a deadline. */
export function deadlineOf(state: FlowState, timeouts: Timeouts): number | undefined {
  switch (state.at) {
    case 'idle':
      return undefined;
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

/** Whether the time already waited still counts: same state, same bed, no new try, no new page. */
export function sameWait(before: FlowState, after: FlowState): boolean {
  return before.at === after.at && before.bed === after.bed && whatFor(before) === whatFor(after);
}

function whatFor(state: FlowState): number | string | undefined {
  return state.at === 'consent' ? state.question : 'card' in state ? state.card.pinTries : undefined;
}
