import { type FaultTable, faultsOf } from '../../firmware/records/coded-error.ts';

/** What can go wrong when a recognizer is measured or calibrated on a dataset. */
export const certifyFaults = {
  DATASET_UNREADABLE: {
    at: 'staff',
    what: 'The dataset, or a list that belongs to it, cannot be read',
    next: 'Give a folder with one folder for each person and photos (JPEG, PNG) in it; lists hold one name a line.',
  },
  DATASET_TOO_SMALL: {
    at: 'staff',
    what: 'The dataset is too small to say anything',
    next: 'Give at least 20 people, some of them with two photos or more that can be used.',
  },
  SAME_PEOPLE: {
    at: 'staff',
    what: 'The pack was calibrated on people of this dataset: a report on them would flatter it',
    next: 'Report on other people, or use --cross-fit 5: then each fold is judged by what the other folds set.',
  },
} as const satisfies FaultTable;

export const certifyFault = faultsOf(certifyFaults);
