import type { FlowEffect } from './effect.ts';
import type { FlowState } from './state.ts';

/** The new state, and what to do on the way to it. */
export interface Step {
  readonly state: FlowState;
  readonly effects: readonly FlowEffect[];
}

/** The state of one name. */
export type At<Name extends FlowState['at']> = Extract<FlowState, { at: Name }>;

/** Nothing to do. */
export const stay = (state: FlowState): Step => ({ state, effects: [] });

/** On to a state, doing `effects` in their order. */
export const go = (state: FlowState, ...effects: FlowEffect[]): Step => ({ state, effects });

/** `next` with more to do before it. */
export const first = (next: Step, ...effects: FlowEffect[]): Step => ({
  state: next.state,
  effects: [...effects, ...next.effects],
});
