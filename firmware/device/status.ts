import type { FlowState } from '../flow/state.ts';
import type { House, TerminalMode } from '../flow/types.ts';

/** The reader in one word, as terminals are told. */
export type Status = 'ready' | 'busy' | 'out-of-order';

export function statusOf({ state, house }: { readonly state: FlowState; readonly house: House }): Status {
  if (state.at !== 'idle') return 'busy';
  return state.bed === 'unavailable' || house.refusal !== undefined ? 'out-of-order' : 'ready';
}

/** The terminal's mode that is in force; a session runs in none, since its mode was used up by its card. */
export const modeOf = (state: FlowState): TerminalMode => (state.at === 'idle' ? state.mode : 'normal');
