import type { TrustStore } from '../../crypto/trust-store.ts';
import { checkUserCertificate } from '../../crypto/user-certificate.ts';
import { cardFault } from '../../drivers/card/faults.ts';
import type { MyNumberCard } from '../../drivers/card/my-number-card/my-number-card.ts';
import type { CardSummary, CertificateSummary } from '../flow/types.ts';

/** The certificate that the terminal will get, and what the core may know of it. */
export interface ReadCertificate {
  /** DER. */
  readonly der: Buffer;
  readonly serial: string;
  readonly summary: CertificateSummary;
}

/** What the core may know of a card, and its certificate; of a phone that comes after its PIN. */
export interface ReadCard {
  readonly summary: CardSummary;
  readonly certificate?: ReadCertificate;
}

/**
 * Reads what needs no credential: kind, tries of the PIN, and of a card the certificate (R34: a phone asks for its PIN first).
 * Throws the card's faults, `NOT_A_MY_NUMBER_CARD`, and those of the certificate.
 */
export async function readCard(card: MyNumberCard, store: TrustStore, now: number): Promise<ReadCard> {
  const kind = await card.identify();
  if (kind === 'android-phone') return { summary: { phone: true, pinless: false, pinTries: await card.pinTries() } };
  if (kind !== 'my-number-card') throw cardFault('NOT_A_MY_NUMBER_CARD', kind);
  const certificate = await readCertificate(card, store, now);
  const pinTries = await card.pinTries();
  const pinless = pinTries === 0 && !(await card.hasSignatureCertificate());
  return { summary: { pinless, pinTries, certificate: certificate.summary }, certificate };
}

/** Reads the user-authentication certificate and proves it at `now`, wall-clock ms. Throws the card's faults and those of the certificate. */
export async function readCertificate(card: MyNumberCard, store: TrustStore, now: number): Promise<ReadCertificate> {
  const der = await card.readUserCertificate();
  const { serial, notAfter, state } = checkUserCertificate(der, store, now);
  return { der, serial, summary: { state, notAfter: new Date(notAfter).toISOString() } };
}
