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
import { checkFault } from './faults.ts';
import type { Held } from './held.ts';
import type { Stopwatch } from './stopwatch.ts';

export interface PhotoReading {
  readonly card: MyNumberCard;
  readonly scan: Promise<Uint8Array>;
  readonly store: TrustStore;
  readonly minCodeBTries: number;
  readonly held: Held;
  readonly stopwatch: Stopwatch;
  /** Stops between two commands. */
  readonly signal: AbortSignal;
}

/**
 * Opens the chip's card face by its printed code and proves it genuine: counter first, then 照合番号B, short reads, passive authentication,
 * and internal authentication, without which a copied file would pass. `use` gets the proved photo (JPEG 2000) while the card still signs.
 * Everything read is zeroed.
 */
export async function readPhoto(reading: PhotoReading, use: (photo: Buffer) => Promise<void>): Promise<void> {
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
    // Both to their end even when one fails, so that nothing is zeroed under the other's feet.
    await Promise.allSettled([used, genuine]);
    await Promise.all([used, genuine]);
  } finally {
    held.release(file);
  }
}

async function openCardFace({ card, scan, minCodeBTries, held, stopwatch, signal }: PhotoReading): Promise<void> {
  const tries = await stopwatch.measure('counter', () => card.codeBTries());
  if (tries < minCodeBTries) throw checkFault('CODE_B_TRIES_LOW', `${tries} left`);
  const code = await scan;
  try {
    signal.throwIfAborted();
    await stopwatch.measure('code', () => card.verifyCodeB(Buffer.from(code.buffer)));
  } finally {
    held.release(code);
  }
}

async function proveKey(card: MyNumberCard, face: CardFaceFile): Promise<void> {
  const nonce = randomBytes(internalNonceBytes);
  const signature = await card.internalAuthenticate(internalChallenge(nonce));
  checkInternalAuthentication({ nonce, signature, publicKey: face.publicKey });
}
