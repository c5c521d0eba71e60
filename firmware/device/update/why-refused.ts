import type { UpdateCode } from './faults.ts';

/** What RAUC writes when it refuses or fails, and what that means. The exit codes are those of the image's own pre-install. */
const reasons: readonly (readonly [RegExp, UpdateCode])[] = [
  [/exited with code 10\b/, 'UPDATE_NOT_NEWER'],
  [/exited with code 11\b/, 'UPDATE_IN_VISIT'],
  [/already processing/i, 'UPDATE_RUNNING'],
  [/No space left|Failure writing output|larger than the maximum|too small|not enough space/i, 'UPDATE_NO_ROOM'],
  [/Compatible mismatch/i, 'UPDATE_FOR_ANOTHER'],
  [
    /signature verification failed|Verify error|unable to get local issuer|self.signed certificate/i,
    'UPDATE_SIGNATURE_WRONG',
  ],
  [/download|transfer failed|resolve host|connect to/i, 'UPDATE_UNREACHABLE'],
  [/Failed to load bundle|invalid bundle|bundle size|verity|Failed to open bundle|signature size/i, 'UPDATE_DAMAGED'],
];

/** The code of what RAUC complained of. */
export const whyRefused = (complaint: string): UpdateCode =>
  reasons.find(([words]) => words.test(complaint))?.[1] ?? 'UPDATE_FAILED';
