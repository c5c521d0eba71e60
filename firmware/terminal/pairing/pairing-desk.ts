import { createHash, timingSafeEqual } from 'node:crypto';
import type * as x509 from '@peculiar/x509';
import type { Files } from '../../../crypto/durable-files.ts';
import { type ReaderCa, readCertificateRequest } from '../../../crypto/reader-ca.ts';
import type { Clock } from '../../device/clock.ts';
import { terminalFault } from '../faults.ts';
import type { RequestData } from '../messages.ts';
import { commitmentOf, pairingCode } from './code.ts';
import { addPaired } from './paired-terminals.ts';
import { takeDecision, type WaitingTerminal, writeWaiting } from './waiting.ts';

/** Staff confirm within this time. */
const confirmWithinMs = 600_000;
const mostAtATime = 4;

export interface PairingParts {
  readonly folder: string;
  readonly ca: ReaderCa;
  readonly files: Files;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly random: (bytes: number) => Buffer;
  /** Who waits for staff has changed. */
  readonly onWaiting: (all: readonly WaitingTerminal[]) => void;
}

/** What the reader answers to `pairing`: its CA and its nonce. */
export interface PairingOffer {
  readonly id: string;
  readonly ca: string;
  readonly nonce: string;
}

/** What it answers to `pairing-result`; the certificate is PEM. */
export type PairingResult =
  | { readonly state: 'waiting' }
  | { readonly state: 'paired'; readonly certificate: string; readonly ca: string };

interface Pairing {
  readonly id: string;
  readonly name: string;
  readonly request: x509.Pkcs10CertificateRequest;
  readonly commitment: string;
  readonly nonce: Buffer;
  /** Monotonic, and the same for people. */
  readonly endsAt: number;
  readonly until: string;
  /** Once the terminal has shown its nonce. */
  code?: string;
  result?: Extract<PairingResult, { state: 'paired' }>;
}

/**
 * Pairs terminals: each asks with a certificate request and the commitment to a nonce, gets the reader's nonce, shows its own; then both show the
 * same code (`pairingCode`), and once staff have compared and confirmed, the reader's CA issues the certificate.
 */
export class PairingDesk {
  readonly #parts: PairingParts;
  #open: Pairing[] = [];

  constructor(parts: PairingParts) {
    this.#parts = parts;
  }

  /** Throws PAIRING_REQUEST_WRONG, PAIRING_BUSY. */
  async ask({ name, request: pem, commitment }: RequestData['pairing']): Promise<PairingOffer> {
    const { clock, newId, random, ca } = this.#parts;
    const request = await readCertificateRequest(pem);
    if (!request) throw terminalFault('PAIRING_REQUEST_WRONG');
    await this.#dropExpired();
    if (this.#open.length >= mostAtATime) throw terminalFault('PAIRING_BUSY');
    const pairing: Pairing = {
      id: newId(),
      name,
      request,
      commitment,
      nonce: random(16),
      endsAt: clock.monotonic() + confirmWithinMs,
      until: new Date(clock.wall() + confirmWithinMs).toISOString(),
    };
    this.#open.push(pairing);
    return { id: pairing.id, ca: ca.certificate, nonce: pairing.nonce.toString('base64') };
  }

  /** Asked again and again by the terminal, with its nonce. Throws PAIRING_UNKNOWN, PAIRING_NONCE_WRONG, PAIRING_REFUSED. */
  async result({ pairing: id, nonce }: RequestData['pairing-result']): Promise<PairingResult> {
    await this.#dropExpired();
    const pairing = this.#open.find((one) => one.id === id);
    if (!pairing) throw terminalFault('PAIRING_UNKNOWN');
    const terminalNonce = Buffer.from(nonce, 'base64');
    if (!sameText(commitmentOf(terminalNonce), pairing.commitment)) {
      await this.#drop(pairing);
      throw terminalFault('PAIRING_NONCE_WRONG');
    }
    if (pairing.result) return pairing.result; // its reply may have been lost
    if (pairing.code === undefined) await this.#showCode(pairing, terminalNonce);
    const decision = await takeDecision(this.#parts.folder, this.#parts.files, id);
    if (decision === undefined) return { state: 'waiting' };
    if (decision === 'refused') {
      await this.#drop(pairing);
      throw terminalFault('PAIRING_REFUSED');
    }
    return this.#admit(pairing);
  }

  async #showCode(pairing: Pairing, terminalNonce: Buffer): Promise<void> {
    const sight = { ca: this.#parts.ca.certificateBytes, request: new Uint8Array(pairing.request.rawData) };
    pairing.code = pairingCode({ ...sight, readerNonce: pairing.nonce, terminalNonce });
    await this.#tell();
  }

  async #admit(pairing: Pairing): Promise<PairingResult> {
    const { ca, clock, files, folder } = this.#parts;
    const certificate = await ca.issueTerminal(pairing.name, pairing.request);
    await addPaired(folder, files, {
      name: pairing.name,
      fingerprint: createHash('sha256').update(new Uint8Array(certificate.rawData)).digest('hex'),
      paired: new Date(clock.wall()).toISOString(),
      notAfter: certificate.notAfter.toISOString(),
    });
    pairing.result = { state: 'paired', certificate: certificate.toString('pem'), ca: ca.certificate };
    await this.#tell();
    return pairing.result;
  }

  async #dropExpired(): Promise<void> {
    for (const pairing of this.#open.filter(({ endsAt }) => endsAt <= this.#parts.clock.monotonic()))
      await this.#drop(pairing);
  }

  async #drop(pairing: Pairing): Promise<void> {
    this.#open = this.#open.filter((one) => one !== pairing);
    if (pairing.code !== undefined) await this.#tell();
  }

  async #tell(): Promise<void> {
    const waiting = this.#open.flatMap(({ id, name, code, until, result }) =>
      code === undefined || result ? [] : [{ id, name, code, until }],
    );
    await writeWaiting(this.#parts.folder, this.#parts.files, waiting);
    this.#parts.onWaiting(waiting);
  }
}

const sameText = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
