import { randomBytes } from 'node:crypto';
import {
  checkInternalAuthentication,
  internalChallenge,
  internalNonceBytes,
} from '../../crypto/internal-authentication.ts';
import { authenticateCardFace } from '../../crypto/passive-authentication.ts';
import type { TrustStore } from '../../crypto/trust-store.ts';
import { type CardFaceFile, parseCardFace } from '../../drivers/card/my-number-card/card-face.ts';
import type { MyNumberCard } from '../../drivers/card/my-number-card/my-number-card.ts';
import type { ScannedCode } from '../card-face/scan.ts';
import { checkFault } from './faults.ts';
import type { Held } from './held.ts';
import type { Stopwatch } from './stopwatch.ts';

export interface PhotoReading {
  readonly card: MyNumberCard;
  readonly scan: Promise<ScannedCode>;
  readonly store: TrustStore;
  readonly minCodeBTries: number;
  readonly held: Held;
  readonly stopwatch: Stopwatch;
  /** Stops between two commands. */
  readonly signal: AbortSignal;
}

/**
 * Opens the chip's card face by its printed code and proves it genuine: counter first, then 照合番号B, short reads, passive authentication,
 * and internal authentication, without which a copied file would pass. `use` gets the proved photo (JPEG 2000) while the card still signs;
 * its result is answered once both are done. Everything read is zeroed.
 */
export async function readPhoto<T>(reading: PhotoReading, use: (photo: Buffer) => Promise<T>): Promise<T> {
  const { card, store, held, stopwatch, signal } = reading;
  const issuerCertificate = await stopwatch.measure('issuer', () => card.readIssuerCertificate());
  await openCardFace(reading);
  const file = held.hold(await stopwatch.measure('photo', () => card.readCardFace({ signal })));
  try {
    const face = parseCardFace(file);
    const genuine = stopwatch.measure('genuine', () => proveKey(card, face));
    const used = stopwatch.measure('reference', async () => {
      authenticateCardFace(face, issuerCertificate, store);
      return use(face.photoJp2);
    });
    const [result] = await allOf([used, genuine]);
    return result;
  } finally {
    held.release(file);
  }
}

/** Waits for both even when one fails, so that nothing is zeroed under the other's feet; then throws the first failure. */
async function allOf<A, B>(tasks: [Promise<A>, Promise<B>]): Promise<[A, B]> {
  await Promise.allSettled(tasks);
  return Promise.all(tasks);
}

async function openCardFace({ card, scan, minCodeBTries, held, stopwatch, signal }: PhotoReading): Promise<void> {
  const tries = await stopwatch.measure('counter', () => card.codeBTries());
  if (tries < minCodeBTries) throw checkFault('CODE_B_TRIES_LOW', `${tries} left`);
  const { code } = await scan;
  try {
    signal.throwIfAborted();
    await stopwatch.measure('code', () => card.verifyCodeB(code));
  } finally {
    held.release(code);
  }
}

async function proveKey(card: MyNumberCard, face: CardFaceFile): Promise<void> {
  const nonce = randomBytes(internalNonceBytes);
  const signature = await card.internalAuthenticate(internalChallenge(nonce));
  checkInternalAuthentication({ nonce, signature, publicKey: face.publicKey });
}
