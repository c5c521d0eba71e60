import { type FaultTable, faultsOf } from '../../firmware/records/coded-error.ts';

/** What can go wrong with the board of lights and sensors (R46); checks go on without it. */
export const boardFaults = {
  BOARD_UNAVAILABLE: {
    at: 'device',
    what: 'The board of lights and sensors cannot be reached.',
    next: 'Check its cable and drivers.board.path; the reader opens it again by itself.',
  },
  BOARD_SILENT: {
    at: 'device',
    what: 'The board of lights and sensors does not answer.',
    next: 'Nothing: it is reset and opened again. If that goes on, pull its cable and plug it in again.',
  },
  BOARD_RESET: {
    at: 'device',
    what: 'The board of lights and sensors was reset and had forgotten all; it was set anew.',
    next: 'Nothing, once. If it happens again and again its power is too weak: use another cable or supply.',
  },
  BOARD_UNFIT: {
    at: 'vendor',
    what: 'The board of lights and sensors cannot do what its wiring in the settings asks.',
    next: 'Correct drivers.board.pins, or flash StandardFirmata for the right microcontroller.',
  },
  BOARD_LIBRARY_MISSING: {
    at: 'vendor',
    what: 'The packages that drive the board are not installed.',
    next: 'Install the optional packages johnny-five, firmata-io and serialport.',
  },
  BED_SENSOR_STUCK: {
    at: 'staff',
    what: 'The sensor of the card bed sees something for a long time where no card is.',
    next: 'Clean the card bed. Cards are checked meanwhile without the sensor.',
  },
} as const satisfies FaultTable;

/** Throws in this room: `throw boardFault('BOARD_UNFIT', 'pin 4 has no PWM')`. */
export const boardFault = faultsOf(boardFaults);
