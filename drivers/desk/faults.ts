import { type FaultTable, faultsOf } from '../../firmware/records/coded-error.ts';
import { attackKinds } from '../face-camera/emulated/attacks/kinds.ts';

/** What can go wrong when the emulated desk is moved by hand. */
export const deskFaults = {
  DESK_GONE: { at: 'device', what: 'The emulated desk is gone', next: 'Start it again.' },
  DESK_FAILED: {
    at: 'staff',
    what: 'The emulated desk could not do what it was asked',
    next: 'Correct what the message names.',
  },
  DESK_WISH_UNKNOWN: {
    at: 'staff',
    what: 'The emulated desk does not know this wish',
    next: 'Ask one of lay, take, stand, hold, turn, light (usual or backlight), modelled-time, as JSON.',
  },
  DESK_ATTACK_UNKNOWN: {
    at: 'staff',
    what: 'The emulated desk cannot hold this up',
    next: `Hold one of ${attackKinds.join(', ')}.`,
  },
  DESK_TURN_UNKNOWN: {
    at: 'staff',
    what: 'Nobody can turn the head like this',
    next: 'Give a number from -1 (to the right) over 0 (straight) to 1 (to the left).',
  },
  DESK_FACE_PLACE_MALFORMED: {
    at: 'staff',
    what: 'The file that says where the face is in a portrait cannot be used',
    next: 'Correct the .face.json file beside the portrait, or remove it.',
  },
} as const satisfies FaultTable;

/** Makes a coded error of the desk: `throw deskFault('DESK_GONE')`. */
export const deskFault = faultsOf(deskFaults);
