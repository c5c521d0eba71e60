import type { FlowState } from '../flow/state.ts';

/** The reader in one word, as terminals are told. */
export type Status = 'ready' | 'busy' | 'out-of-order';

export function statusOf(state: FlowState): Status {
  if (state.at !== 'idle') return 'busy';
  return state.bed === 'unavailable' ? 'out-of-order' : 'ready';
}
