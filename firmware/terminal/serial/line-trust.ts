import { verify, X509Certificate } from 'node:crypto';
import type { Clock } from '../../device/clock.ts';
import { terminalFault } from '../faults.ts';
import { accepted, type RequestAnswer, refused } from '../link.ts';
import type { RequestData } from '../messages.ts';
import type { PairedList } from '../pairing/paired-list.ts';
import type { Peer } from '../trust.ts';
import { signOnText } from './sign-on.ts';

export interface LineTrustParts {
  /** The reader's CA, PEM. */
  readonly ca: string;
  readonly paired: Pick<PairedList, 'nameOf' | 'onChange'>;
  readonly clock: Clock;
  readonly random: (bytes: number) => Buffer;
}

/** Who is at the other end of a line that has no TLS: a terminal shows its certificate and signs a nonce, once in each run of its program. */
export class LineTrust {
  readonly #parts: LineTrustParts;
  readonly #ca: X509Certificate;
  #nonce: Buffer | undefined;
  #signedOn: { readonly name: string; readonly fingerprint: string } | undefined;

  constructor(parts: LineTrustParts) {
    this.#parts = parts;
    this.#ca = new X509Certificate(parts.ca);
  }

  get peer(): Peer {
    return this.#signedOn ? { is: 'paired', name: this.#signedOn.name } : { is: 'unpaired' };
  }

  /** Somebody else may be there now: a program that has just started. */
  forget(): void {
    this.#nonce = undefined;
    this.#signedOn = undefined;
  }

  /** Hears when who is there was revoked. */
  onRevoked(listener: () => void): void {
    this.#parts.paired.onChange(() => {
      const { name, fingerprint } = this.#signedOn ?? {};
      if (fingerprint !== undefined && this.#parts.paired.nameOf(fingerprint) !== name) listener();
    });
  }

  /** Answers `sign-on`: with a nonce, which counts once, or for the proof. */
  answer({ certificate, signature }: RequestData['sign-on']): RequestAnswer {
    if (certificate === undefined || signature === undefined) {
      this.#nonce = this.#parts.random(16);
      return { accepted: true, signOn: { nonce: this.#nonce.toString('base64') } };
    }
    const nonce = this.#nonce;
    this.#nonce = undefined;
    this.#signedOn = undefined;
    const shown = parsed(certificate);
    if (!nonce || !shown || !this.#isSigned(shown, nonce, signature)) return refused(terminalFault('SIGN_ON_WRONG'));
    const fingerprint = shown.fingerprint256.replaceAll(':', '').toLowerCase();
    const name = this.#isValid(shown) ? this.#parts.paired.nameOf(fingerprint) : undefined;
    if (name === undefined) return refused(terminalFault('NOT_PAIRED'));
    this.#signedOn = { name, fingerprint };
    return accepted;
  }

  #isSigned({ publicKey }: X509Certificate, nonce: Buffer, signature: string): boolean {
    try {
      return verify('sha256', signOnText(this.#ca.raw, nonce), publicKey, Buffer.from(signature, 'base64'));
    } catch {
      return false; // a key that cannot sign
    }
  }

  #isValid(shown: X509Certificate): boolean {
    const now = this.#parts.clock.wall();
    const isOurs = shown.checkIssued(this.#ca) && shown.verify(this.#ca.publicKey);
    return isOurs && Date.parse(shown.validFrom) <= now && now <= Date.parse(shown.validTo);
  }
}

function parsed(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
}
