import type { TrustStore } from '../../crypto/trust-store.ts';
import { checkUserCertificate } from '../../crypto/user-certificate.ts';
import { cardFault } from '../../drivers/card/faults.ts';
import type { MyNumberCard } from '../../drivers/card/my-number-card/my-number-card.ts';
import type { CardSummary } from '../flow/types.ts';

/** What the core may know of a card, and the certificate that the terminal will get. */
export interface ReadCard {
  readonly summary: CardSummary;
  /** The user-authentication certificate, DER. */
  readonly certificate: Buffer;
  readonly serial: string;
}

/**
 * Reads what needs no credential: kind, certificate (proved at `now`, wall-clock ms), tries of the PIN.
 * Throws the card's faults, `NOT_A_MY_NUMBER_CARD`, and those of the certificate.
 */
export async function readCard(card: MyNumberCard, store: TrustStore, now: number): Promise<ReadCard> {
  const kind = await card.identify();
  if (kind !== 'my-number-card') throw cardFault('NOT_A_MY_NUMBER_CARD', kind);
  const certificate = await card.readUserCertificate();
  const { serial, notAfter, state } = checkUserCertificate(certificate, store, now);
  const pinTries = await card.pinTries();
  const pinless = pinTries === 0 && !(await card.hasSignatureCertificate());
  return {
    summary: { pinless, pinTries, certificate: { state, notAfter: new Date(notAfter).toISOString() } },
    certificate,
    serial,
  };
}
