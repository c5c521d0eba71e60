import { useState } from 'preact/hooks';
import type { StaffDone } from '../../firmware/panel/staff-report.ts';
import type { StaffPhrases } from '../../firmware/words/staff.ts';
import { refusalWords } from './desk.ts';

type Asking = () => Promise<{ readonly done: StaffDone } | { readonly code: string }>;

/** How an order stands: not given, under way, done, or refused for a reason in words. */
export type OrderState =
  | { readonly is: 'none' | 'working' }
  | { readonly is: 'done'; readonly done: StaffDone }
  | { readonly is: 'refused'; readonly why: string };

/** Gives one order at a time. */
export function useOrder(words: StaffPhrases): [OrderState, (asking: Asking) => Promise<OrderState>] {
  const [state, setState] = useState<OrderState>({ is: 'none' });
  const give = async (asking: Asking): Promise<OrderState> => {
    setState({ is: 'working' });
    const answer = await asking().catch(() => ({ code: 'CHECK_FAILED' }));
    const outcome: OrderState =
      'done' in answer ? { is: 'done', done: answer.done } : { is: 'refused', why: refusalWords(answer.code, words) };
    setState(outcome);
    return outcome;
  };
  return [state, give];
}
