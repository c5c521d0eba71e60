import { type FaultTable, faultsOf } from '../../records/coded-error.ts';

/** Why an update did not come in. The device runs on as it was after each of them. */
export const updateFaults = {
  UPDATE_UNAVAILABLE: {
    at: 'vendor',
    what: 'This reader does not run on an image that updates itself.',
    next: 'Update it as it was installed.',
  },
  UPDATE_RUNNING: { at: 'terminal', what: 'An update is being installed.', next: 'Wait for its end.' },
  UPDATE_UNREACHABLE: {
    at: 'device',
    what: 'The update cannot be fetched.',
    next: 'Check its address and the network, then ask again.',
  },
  UPDATE_DAMAGED: {
    at: 'device',
    what: 'The update is cut short or damaged, or is none.',
    next: 'Bring it anew from the vendor and ask again.',
  },
  UPDATE_SIGNATURE_WRONG: {
    at: 'attack',
    what: 'The update is not signed by the vendor of this reader.',
    next: 'Ask the vendor; find out where this update came from.',
  },
  UPDATE_FOR_ANOTHER: {
    at: 'vendor',
    what: 'The update is for another kind of reader.',
    next: 'Take the one for this board.',
  },
  UPDATE_NOT_NEWER: {
    at: 'vendor',
    what: 'The update is not newer than what runs here or has once run well here.',
    next: 'Nothing, or bring a newer one: a reader never goes back.',
  },
  UPDATE_NO_ROOM: {
    at: 'device',
    what: 'There is no room for the update.',
    next: 'Export the records and make room, or take a smaller update.',
  },
  UPDATE_IN_VISIT: {
    at: 'device',
    what: 'The reader was never free for the update.',
    next: 'Ask again at a quieter time.',
  },
  UPDATE_FAILED: {
    at: 'device',
    what: 'The update could not be installed.',
    next: 'Ask again; if it fails again, tell the vendor what the log says.',
  },
} as const satisfies FaultTable;

export type UpdateCode = keyof typeof updateFaults;
export const updateFault = faultsOf(updateFaults);
