import { type FaultTable, faultsOf } from '../../records/coded-error.ts';

/** What can be wrong with a device's life: who it is, and whose. */
export const lifeFaults = {
  LIFE_UNREADABLE: {
    at: 'vendor',
    what: "The file of the device's life cannot be read.",
    next: 'Put life.json back from where it was made, or provision the device anew.',
  },
  LIFE_STEP_REFUSED: {
    at: 'vendor',
    what: 'A device does not go from this state of its life to that one.',
    next: 'See kazasu provision state: delivered, provisioned, installed, retired follow each other; a reset leads back to provisioned.',
  },
  DEVICE_RETIRED: {
    at: 'vendor',
    what: 'This device is retired: it checks no cards.',
    next: 'Take another one. A retired device is given to be recycled.',
  },
  CERTIFICATE_NOT_OF_DEVICE: {
    at: 'vendor',
    what: 'The certificate is not one for this device.',
    next: 'Have the certificate authority sign the request of this very device (kazasu provision request).',
  },
  CERTIFICATE_NOT_OF_VENDOR: {
    at: 'vendor',
    what: "The certificate was not issued by the vendor's certificate authority that was given with it.",
    next: 'Give the authority that has signed it, valid today.',
  },
} as const satisfies FaultTable;

export const lifeFault = faultsOf(lifeFaults);
