import { randomBytes } from 'node:crypto';
import { makeRsaKey } from './card-keys.ts';
import type { CvKey } from './cv-certificate.ts';
import { cvKeyId, makeCvCertificate } from './cv-certificate.ts';
import type { TestCa } from './jpki-certificate.ts';
import { makeCa } from './jpki-certificate.ts';

export { loadAuthority, saveAuthority, writePinlessKey, writeTrustStore } from './authority-files.ts';

/** Everything that stands above a test card: the role J-LIS and a municipality play for real ones. All keys RSA-2048. */
export interface TestAuthority {
  /** Two generations of one DN, as the national CA has three: choose by key identifier, never by name. */
  readonly userAuthentication: { readonly expired: TestCa; readonly current: TestCa };
  readonly signature: TestCa;
  /** Signs card issuers' CV certificates (EF 0004); its public half is in the reader's trust store and on no card. */
  readonly cardRoot: CvKey;
  /** The municipality: signs the card's records. `certificate` is EF 0004, base64. */
  readonly cardIssuer: CvKey & { readonly certificate: string };
  /** Signs terminals' CV certificates; its public half is the key in JPKI EF 0016. */
  readonly terminalRoot: CvKey;
  /** The reader that may sign without a PIN. `certificate` is its CV certificate, base64. */
  readonly terminal: CvKey & { readonly certificate: string };
}

export interface TestAuthorityOptions {
  /** Wall clock, ms since 1970. */
  readonly now: number;
  /** Random bytes; the system's by default. */
  readonly random?: (length: number) => Buffer;
}

const years = (count: number): number => count * 365.25 * 86_400_000;

/** Makes a test authority of our own: seven new RSA keys, a second or two of work. */
export async function makeTestAuthority({ now, random = randomBytes }: TestAuthorityOptions): Promise<TestAuthority> {
  const keys = await Promise.all(Array.from({ length: 7 }, () => makeRsaKey()));
  const key = (): string => keys.pop() as string;
  const span = (from: number, to: number) => ({ from: new Date(now + years(from)), to: new Date(now + years(to)) });
  const cardRoot = { keyId: cvKeyId('9900023'), pkcs8: key() };
  const cardIssuer = { keyId: cvKeyId('9913221', '000'), pkcs8: key() };
  const terminalRoot = { keyId: cvKeyId('9900016'), pkcs8: key() };
  const terminal = { keyId: cvKeyId('9900017'), pkcs8: key() };
  return {
    userAuthentication: {
      expired: await makeCa('user-authentication', key(), random(8), span(-10.5, -0.5)),
      current: await makeCa('user-authentication', key(), random(8), span(-9, 9)),
    },
    signature: await makeCa('signature', key(), random(8), span(-9, 9)),
    cardRoot,
    cardIssuer: { ...cardIssuer, certificate: makeCvCertificate(cardRoot, cardIssuer).toString('base64') },
    terminalRoot,
    terminal: { ...terminal, certificate: makeCvCertificate(terminalRoot, terminal).toString('base64') },
  };
}
