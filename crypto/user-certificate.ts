import type { Buffer } from 'node:buffer';
import { X509Certificate } from 'node:crypto';
import { cryptoFault } from './faults.ts';
import type { Day } from './japan-calendar.ts';
import { addMonths, dayInJapan } from './japan-calendar.ts';
import { keyIdentifiersOf } from './key-identifiers.ts';
import type { TrustStore } from './trust-store.ts';

/** Months before the last day in which renewal is called for (R26), and after it in which the certificate still qualifies (R27). */
const windowMonths = 3;

/** A user-authentication certificate that may be used today. */
export interface UserCertificate {
  /** Serial number, upper-case hex. */
  readonly serial: string;
  /** End of validity, wall-clock ms. */
  readonly notAfter: number;
  /** The last day of validity in Japan. */
  readonly lastDay: Day;
  /** The last day on which it still qualifies (R27). */
  readonly graceUntil: Day;
  /** `ending`: three months or less to its last day (R26). `grace`: past it, for qualification only (R27). */
  readonly state: 'valid' | 'ending' | 'grace';
}

/**
 * Proves a user-authentication certificate (DER, exact to the byte) at `now`, wall-clock ms: from a CA of the trust store by key identifier and signature,
 * never by name; both within their validity, in calendar days of Japan. Revocation is for the national system to check.
 * Throws `CERTIFICATE_MALFORMED`, `CERTIFICATE_UNTRUSTED`, `CERTIFICATE_CHAIN_EXPIRED`, `CERTIFICATE_NOT_YET_VALID`, `CERTIFICATE_PAST_GRACE`.
 */
export function checkUserCertificate(der: Buffer, store: TrustStore, now: number): UserCertificate {
  // A certificate of a person: RSA-2048, no CA, and nothing after its last byte.
  const certificate = readCertificate(der);

  // All generations of the CA share one name, and anyone can take it: the key identifier chooses, the signature proves.
  const { authority } = keyIdentifiersOf(der);
  const issuers = store.authorities
    .filter(({ keyId }) => authority !== undefined && keyId.equals(authority))
    .filter((issuer) => certificate.verify(issuer.certificate.publicKey));
  if (issuers.length === 0) throw cryptoFault('CERTIFICATE_UNTRUSTED');

  // The CA itself must be valid today.
  if (!issuers.some((issuer) => isWithin(issuer.certificate, now))) throw cryptoFault('CERTIFICATE_CHAIN_EXPIRED');

  if (now < Date.parse(certificate.validFrom)) throw cryptoFault('CERTIFICATE_NOT_YET_VALID');

  const notAfter = Date.parse(certificate.validTo);
  const [today, lastDay] = [dayInJapan(now), dayInJapan(notAfter)];
  const graceUntil = addMonths(lastDay, windowMonths);
  if (now > notAfter && today > graceUntil) throw cryptoFault('CERTIFICATE_PAST_GRACE', `ended on ${lastDay}`);
  const ending = today >= addMonths(lastDay, -windowMonths);
  const state = now > notAfter ? 'grace' : ending ? 'ending' : 'valid';
  return { serial: certificate.serialNumber, notAfter, lastDay, graceUntil, state };
}

function readCertificate(der: Buffer): X509Certificate {
  let certificate: X509Certificate;
  let personal: boolean;
  try {
    certificate = new X509Certificate(der);
    const { publicKey, raw, ca, validFrom, validTo } = certificate;
    const rsa2048 = publicKey.asymmetricKeyType === 'rsa' && publicKey.asymmetricKeyDetails?.modulusLength === 2048;
    const dated = Number.isFinite(Date.parse(validFrom)) && Number.isFinite(Date.parse(validTo));
    personal = rsa2048 && dated && !ca && raw.equals(der);
  } catch (cause) {
    throw cryptoFault('CERTIFICATE_MALFORMED', undefined, { cause });
  }
  if (!personal) throw cryptoFault('CERTIFICATE_MALFORMED', 'not a certificate of a person');
  return certificate;
}

const isWithin = (certificate: X509Certificate, now: number): boolean =>
  now >= Date.parse(certificate.validFrom) && now <= Date.parse(certificate.validTo);
