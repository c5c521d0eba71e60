import { type FaultTable, faultsOf } from '../../firmware/records/coded-error.ts';

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
    next: 'Ask one of lay, take, stand, light (usual or backlight), modelled-time, as JSON.',
  },
} as const satisfies FaultTable;

/** Makes a coded error of the desk: `throw deskFault('DESK_GONE')`. */
export const deskFault = faultsOf(deskFaults);
