import type { Presentation, Subject } from '../presentation.ts';
import { cutOut } from './cut-out.ts';
import type { AttackKind } from './kinds.ts';
import { print, printClose } from './print.ts';
import { replay, replayClose } from './replay.ts';
import { screen, screenClose } from './screen.ts';

/**
 * Ways to show a face that is not there, each prepared once and then drawn for each frame. Simulated: they show what a
 * detector must tell apart, and are no presentation attack instruments in the sense of ISO/IEC 30107-3.
 */
const attacks: Record<AttackKind, (subject: Subject) => Promise<Presentation>> = {
  print,
  'print-close': printClose,
  screen,
  'screen-close': screenClose,
  'cut-out': cutOut,
  replay,
  'replay-close': replayClose,
};

/**
 * Makes what an attacker holds up; the random numbers decide its size, strength and hand.
 * @throws PICTURE_UNREADABLE when the portrait is no picture
 */
export const prepareAttack = (kind: AttackKind, subject: Subject): Promise<Presentation> => attacks[kind](subject);
