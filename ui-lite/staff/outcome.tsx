import type { StaffPhrases } from '../../firmware/words/staff.ts';
import { Notice } from '../notice.tsx';
import type { OrderState } from './use-order.ts';

interface OutcomeOptions {
  readonly state: OrderState;
  readonly words: StaffPhrases;
  /** Said when it is done. */
  readonly done?: string;
}

/** What came of an order. */
export function Outcome({ state, words, done = words.done }: OutcomeOptions) {
  if (state.is === 'working') return <p>{words.working}</p>;
  if (state.is === 'done') return <Notice sign="good">{done}</Notice>;
  return state.is === 'refused' ? <Notice sign="attention">{state.why}</Notice> : null;
}
