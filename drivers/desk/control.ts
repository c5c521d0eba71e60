import { type AtFault, CodedError } from '../../firmware/records/coded-error.ts';
import { type CameraFailure, cameraFailures } from '../camera/emulated/failing.ts';
import type { AttackKind } from '../face-camera/emulated/attacks/kinds.ts';
import { type Light, lights } from '../face-camera/emulated/light.ts';
import type { Desk, Laying } from './desk.ts';
import { deskFault } from './faults.ts';

/** What whoever plays the patient may ask of the desk, one JSON message each. */
export type DeskWish =
  | ({ readonly wish: 'lay'; readonly file: string } & Laying)
  | { readonly wish: 'take' }
  | { readonly wish: 'stand'; readonly file?: string }
  /** Holds a picture of somebody before the face camera instead. */
  | { readonly wish: 'hold'; readonly attack: AttackKind; readonly file: string }
  /** The answer to a reader that asks for a turn of the head: 1 is to the person's own left as far as is asked, 0 straight again. */
  | { readonly wish: 'turn'; readonly to: number }
  /** Where the light comes from that the person stands in. */
  | { readonly wish: 'light'; readonly light: Light }
  /** Has a camera fail without going away, or work again. */
  | { readonly wish: 'camera'; readonly camera: 'card' | 'face'; readonly failure?: CameraFailure }
  /** The modelled time that the card and its link have taken so far, for benchmarks. */
  | { readonly wish: 'modelled-time' };

export type DeskAnswer =
  | { readonly done: true; readonly modelledMs: number }
  | { readonly done: false; readonly code: string; readonly at: AtFault; readonly what: string; readonly next: string };

/** Carries out one wish, a JSON text; a fault is an answer, never thrown. */
export async function carryOut(desk: Desk, text: string): Promise<DeskAnswer> {
  try {
    const wish: DeskWish = JSON.parse(text);
    if (wish.wish === 'lay') await desk.lay(wish.file, wish);
    else if (wish.wish === 'take') await desk.take();
    else if (wish.wish === 'stand') await desk.stand(wish.file);
    else if (wish.wish === 'hold') await desk.hold(wish.attack, wish.file);
    else if (wish.wish === 'turn') desk.turnTo(wish.to);
    else if (wish.wish === 'light' && lights.includes(wish.light)) desk.cameras.lightFrom(wish.light);
    else if (wish.wish === 'camera' && known(wish)) desk.cameras.fail(wish.camera, wish.failure);
    else if (wish.wish !== 'modelled-time') throw deskFault('DESK_WISH_UNKNOWN', text.slice(0, 80));
    return { done: true, modelledMs: desk.slot.modelledMs };
  } catch (error) {
    return refusalOf(error);
  }
}

const known = ({ camera, failure }: Extract<DeskWish, { wish: 'camera' }>): boolean =>
  ['card', 'face'].includes(camera) && (failure === undefined || cameraFailures.includes(failure));

/** A fault as the desk's answer. */
export function refusalOf(error: unknown): Extract<DeskAnswer, { done: false }> {
  const coded = error instanceof CodedError ? error : deskFault('DESK_FAILED', String(error), { cause: error });
  const { code, at, message, next } = coded;
  return { done: false, code, at, what: message, next };
}
