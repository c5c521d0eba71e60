import { Buffer } from 'node:buffer';
import { cardFault } from '../faults.ts';
import type { CardKind, CardProfile } from './profile.ts';

/** Bytes of the label that CK_TOKEN_INFO begins with, blank-padded (PKCS #11; card reference, "Applications"). */
export const tokenLabelBytes = 32;

/**
 * The kind of card from the first 32 bytes of its token information. Throws `JUKI_CARD` for the old card,
 * `NOT_A_MY_NUMBER_CARD` for a label that the profile does not know.
 */
export function cardKindOf(tokenInfo: Buffer, profile: CardProfile): CardKind {
  const label = Buffer.from(tokenInfo.subarray(0, tokenLabelBytes))
    .toString('latin1')
    .replace(/[ \0]+$/, '');
  const kind = Object.hasOwn(profile.labels, label) ? profile.labels[label] : undefined;
  if (kind === undefined) throw cardFault('NOT_A_MY_NUMBER_CARD', 'unknown token label');
  if (kind === 'juki-card') throw cardFault('JUKI_CARD');
  return kind;
}
