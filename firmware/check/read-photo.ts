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
import { birthIn, lastDayIn } from '../card-face/scanned-digits.ts';
import { checkFault } from './faults.ts';
import { type CardFaceOpening, openCardFace } from './open-card-face.ts';

export interface PhotoReading extends CardFaceOpening {
  readonly card: MyNumberCard;
  readonly store: TrustStore;
}

/**
 * Opens the chip's card face by its printed code and proves it genuine: 照合番号B, short reads, the print's dates against the chip's,
 * passive authentication, and internal authentication, without which a copied file would pass. `use` gets the proved photo
 * (JPEG 2000). Everything read is zeroed.
 */
export async function readPhoto(reading: PhotoReading, use: (photo: Buffer) => Promise<void>): Promise<void> {
  const { card, store, held, stopwatch, signal } = reading;
  const issuerCertificate = await stopwatch.measure('issuer', () => card.readIssuerCertificate());
  const opening = openCardFace(reading);
  // The key needs no credential (card reference, "Files"): it signs while the print is scanned and the card would wait.
  const answer = stopwatch.measure('genuine', () => answerOf(card));
  const [opened] = await Promise.allSettled([opening, answer]);
  if (opened.status === 'rejected') throw opened.reason;
  const printed = opened.value;
  let file: Buffer | undefined;
  try {
    file = held.hold(await stopwatch.measure('photo', () => card.readCardFace({ signal })), 'photo');
    const face = parseCardFace(file);
    demandSameDates(printed, face);
    authenticateCardFace(face, issuerCertificate, store);
    const { nonce, signature } = await answer.catch(() => answerOf(card)); // a card that wants its face opened first
    checkInternalAuthentication({ nonce, signature, publicKey: face.publicKey });
    await stopwatch.measure('reference', () => use(face.photoJp2));
  } finally {
    held.release(printed);
    if (file) held.release(file);
  }
}

/** 照合番号B leaves the era and the last month and day open: there a print may say what its chip does not. */
function demandSameDates(printed: Uint8Array, { birthDigits, expiryDigits }: CardFaceFile): void {
  if (!birthIn(printed).equals(birthDigits) || !lastDayIn(printed).equals(expiryDigits))
    throw checkFault('CARD_FACE_ALTERED');
}

/** The card's signature over a nonce, which proves that it holds the key that its card face names. */
async function answerOf(card: MyNumberCard): Promise<{ readonly nonce: Buffer; readonly signature: Buffer }> {
  const nonce = randomBytes(internalNonceBytes);
  return { nonce, signature: await card.internalAuthenticate(internalChallenge(nonce)) };
}
