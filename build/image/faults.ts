import { type FaultTable, faultsOf } from '../../firmware/records/coded-error.ts';

export const imageFault = faultsOf({
  IMAGE_STEP_FAILED: {
    at: 'vendor',
    what: 'A step of the image build failed.',
    next: 'See what its program said, mend it, and build again.',
  },
  IMAGE_TOOL_MISSING: {
    at: 'vendor',
    what: 'A program that builds images is not installed.',
    next: 'Install it, or build as root: the build then installs it by itself.',
  },
  IMAGE_HOLDS_EMULATION: {
    at: 'vendor',
    what: 'The production image holds emulated devices, tools or a test authority.',
    next: 'Find out how they came in; such an image must not be flashed.',
  },
  IMAGE_NOT_BUILT: {
    at: 'vendor',
    what: 'The image to start has not been built.',
    next: 'Build it: npm run image -- --board NAME, with --flavour for one alone.',
  },
  IMAGE_FOREIGN_PROGRAM: {
    at: 'vendor',
    what: 'A program or module of the image is compiled for another processor than the board has.',
    next: 'See which package it is of, and have that bring or compile one for the board.',
  },
  IMAGE_NOT_COMMITTED: {
    at: 'vendor',
    what: 'The work tree differs from its commit, so nobody could build this image again.',
    next: 'Commit, or say --uncommitted.',
  },
} as const satisfies FaultTable);
