import type { FlowInput } from './input.ts';
import type { FlowState } from './state.ts';
import { type At, go, type Step, stay } from './taken.ts';
import type { House, TerminalMode } from './types.ts';

export const atRest: FlowState = { at: 'idle', bed: 'empty', mode: 'normal' };

/** R31: in these modes no card is checked; the panel says what is done instead, at the counter. */
export const hasNoCheck = (mode: TerminalMode): boolean => mode === 'system-failure' || mode === 'disaster';

/** R14: a reader whose card cannot sign without its PIN has no visual mode. */
export const modeAllowed = (house: House, mode: TerminalMode): boolean => mode !== 'visual' || house.signsWithoutPin;

export function fromIdle(house: House, state: At<'idle'>, input: FlowInput): Step {
  switch (input.is) {
    case 'bed':
      return input.bed === 'laid' && !hasNoCheck(state.mode) && house.refusal === undefined
        ? begin(state, input.session)
        : go({ ...state, bed: input.bed });
    case 'mode':
      return modeAllowed(house, input.mode) ? change(state, input.mode) : stay(state);
    case 'deadline':
      // What staff said of one person must not serve another one, later.
      if (state.mode === 'visual') return change(state, 'normal');
      return hasNoCheck(state.mode) && state.bed === 'laid' ? go(state, { do: 'remind' }) : stay(state);
    default:
      return stay(state);
  }
}

/** A session. The visual mode is for one person: it is used up. */
function begin({ mode }: At<'idle'>, session: string): Step {
  const seen = mode === 'visual';
  const used = { do: 'tell', event: { name: 'mode-changed', mode: 'normal' } } as const;
  return go(
    { at: 'reading', photo: 'pending', seen, id: session, bed: 'laid' },
    { do: 'start-check', session, seen },
    { do: 'tell', event: { name: 'session-started', session } },
    ...(seen ? [used] : []),
  );
}

function change(state: At<'idle'>, mode: TerminalMode): Step {
  if (mode === state.mode) return stay(state);
  return go({ ...state, mode }, { do: 'tell', event: { name: 'mode-changed', mode } }, { do: 'look-at-bed' });
}
