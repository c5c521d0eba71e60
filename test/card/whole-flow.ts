import { Buffer } from 'node:buffer';
import { createHash, randomBytes } from 'node:crypto';
import { checkCardSignature } from '../../crypto/card-signature.ts';
import {
  checkInternalAuthentication,
  internalChallenge,
  internalNonceBytes,
} from '../../crypto/internal-authentication.ts';
import { authenticateCardFace } from '../../crypto/passive-authentication.ts';
import type { TrustStore } from '../../crypto/trust-store.ts';
import { checkUserCertificate } from '../../crypto/user-certificate.ts';
import { parseCardFace } from '../../drivers/card/my-number-card/card-face.ts';
import type { MyNumberCard } from '../../drivers/card/my-number-card/my-number-card.ts';

/** All that a check does with a card until the face or the PIN is asked for; answers with the card face file. */
export async function proveCard(card: MyNumberCard, store: TrustStore, codeB: string): Promise<Buffer> {
  await card.identify();
  checkUserCertificate(await card.readUserCertificate(), store, Date.now());
  await card.codeBTries();
  await card.verifyCodeB(Buffer.from(codeB));
  const file = await card.readCardFace();
  const face = parseCardFace(file);
  authenticateCardFace(face, await card.readIssuerCertificate(), store);
  const nonce = randomBytes(internalNonceBytes);
  const signature = await card.internalAuthenticate(internalChallenge(nonce));
  checkInternalAuthentication({ nonce, signature, publicKey: face.publicKey });
  return file;
}

/** Has the card sign a challenge of the terminal and checks the answer. */
export async function signAndCheck(card: MyNumberCard): Promise<Buffer> {
  const challenge = randomBytes(32);
  const signature = await card.signDigest(createHash('sha256').update(challenge).digest());
  checkCardSignature({ challenge, signature, certificate: await card.readUserCertificate() });
  await card.flushDaemon();
  return signature;
}
