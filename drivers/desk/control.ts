import { CodedError } from '../../firmware/records/coded-error.ts';
import type { Desk, Laying } from './desk.ts';

/** What whoever plays the patient may ask of the desk, one JSON message each. */
export type DeskWish =
  | ({ readonly wish: 'lay'; readonly file: string } & Laying)
  | { readonly wish: 'take' }
  | { readonly wish: 'stand'; readonly file?: string }
  /** The modelled time that the card and its link have taken so far, for benchmarks. */
  | { readonly wish: 'modelled-time' };

export type DeskAnswer =
  | { readonly done: true; readonly modelledMs: number }
  | { readonly done: false; readonly code: string; readonly what: string };

/** Carries out one wish; a fault is an answer, never thrown. */
export async function carryOut(desk: Desk, wish: DeskWish): Promise<DeskAnswer> {
  try {
    if (wish.wish === 'lay') await desk.lay(wish.file, wish);
    if (wish.wish === 'take') await desk.take();
    if (wish.wish === 'stand') await desk.stand(wish.file);
    return { done: true, modelledMs: desk.slot.modelledMs };
  } catch (error) {
    const code = error instanceof CodedError ? error.code : 'DESK_FAILED';
    return { done: false, code, what: error instanceof Error ? error.message : String(error) };
  }
}
