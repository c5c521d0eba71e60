import { type FaultTable, faultsOf } from '../records/coded-error.ts';

/** Why staff do not get what they asked for; their words stand in `words/staff.ts`. */
export const staffFaults = {
  STAFF_NOT_IN: {
    at: 'staff',
    what: 'the staff menu is not open, or no longer',
    next: 'type the facility password again',
  },
  VISIT_RUNS: {
    at: 'staff',
    what: 'somebody is at the reader',
    next: 'wait until the visit is over, then try again',
  },
  SELF_CHECK_STOPPED: {
    at: 'person',
    what: 'a card was laid while the reader checked itself',
    next: 'check again when nobody is at the reader',
  },
  EXPORT_NO_PLACE: {
    at: 'staff',
    what: 'there is no USB memory to write to',
    next: 'plug in a USB memory, or set records.exportFolder',
  },
  EXPORT_UNWRITABLE: {
    at: 'staff',
    what: 'the records cannot be written there',
    next: 'take a USB memory that has room and is not write-protected',
  },
  CHOICES_UNWRITABLE: {
    at: 'device',
    what: 'the choice cannot be kept',
    next: 'make room on the disk, or call the vendor',
  },
} as const satisfies FaultTable;

export type StaffRefusal = keyof typeof staffFaults;

export const staffFault = faultsOf(staffFaults);
