import type { NotReadReason } from '../card-face/reading.ts';
import type { CodedError } from '../records/coded-error.ts';
import { checkFault } from './faults.ts';

/** What the person can mend while the card's face is not read; reasons that say nothing to a person have no code (R06, R18). */
const codes = {
  'no-card': 'CARD_FACE_NOT_SEEN',
  'too-dark': 'CARD_FACE_TOO_DARK',
  glare: 'CARD_FACE_GLARE',
  blurred: 'CARD_FACE_BLURRED',
  moving: 'CARD_FACE_MOVING',
  'upside-down': 'CARD_UPSIDE_DOWN',
  'wrong-way-round': 'CARD_WRONG_WAY_ROUND',
  'back-side': 'CARD_BACK_SIDE_UP',
  'in-sleeve': 'CARD_IN_SLEEVE',
  'not-my-number-card': 'CARD_FACE_NOT_A_MY_NUMBER_CARD',
  worn: 'CARD_FACE_WORN',
} as const satisfies Partial<Record<NotReadReason, string>>;

export type CardFaceTrouble = (typeof codes)[keyof typeof codes];

/** The code that the panel shows for a reason, if there is one. */
export const troubleOf = (reason: string | undefined): CardFaceTrouble | undefined =>
  Object.entries(codes).find(([known]) => known === reason)?.[1];

/** Why a scan ended without a value, as the fault that the person is told: `CARD_FACE_NOT_READ` where no reason stands out. */
export function notRead(fault: CodedError): CodedError {
  const code = troubleOf(fault.detail);
  return code ? checkFault(code, undefined, { cause: fault }) : fault;
}
