import type { Buffer } from 'node:buffer';
import type { KeyObject } from 'node:crypto';
import { sign } from 'node:crypto';
import { cardFault } from '../faults.ts';
import {
  authorizationChallengeBytes,
  externalAuthenticate,
  getChallenge,
  presentCertificateBody,
  presentCertificateSignature,
} from './apdu.ts';
import type { MyNumberCard } from './my-number-card.ts';
import type { Send } from './selection.ts';
import { done, statusFault, statusText } from './status-word.ts';
import { readTlv } from './tlv.ts';

/** What replaced the PIN: the machine's face check, or the staff's own eyes. */
export type PinlessReason = 'face' | 'visual';

/**
 * Makes the card sign without its PIN, as 公的個人認証法 38条の2 allows after a face or a visual check. After `authorize` the card's `signDigest` works.
 * How production cards are told is not public: this is the place where a vendor who has been told plugs theirs in (`card.inFile` sends commands).
 */
export interface PinlessAuthorization {
  /** Throws `TERMINAL_NOT_AUTHORIZED` when the card does not accept this reader. */
  authorize(card: MyNumberCard, reason: PinlessReason): Promise<void>;
}

/**
 * Authorization by the reader's own CV certificate (card reference, "Without a PIN"): the certificate is presented in two halves,
 * then the reader signs the card's challenge of 32 bytes, SHA-256 and PKCS#1 v1.5. The two halves are known of real cards; the challenge after them is our guess,
 * answered by the emulated card. The card is not told the reason.
 * @param settings `certificate`: the whole `7F21` object; `privateKey`: the RSA-2048 key it names.
 */
export function cvCertificateAuthorization(settings: {
  certificate: Buffer;
  privateKey: KeyObject;
}): PinlessAuthorization {
  const { certificate, privateKey } = settings;
  return {
    async authorize(card) {
      const outer = readTlv(certificate, 0);
      const body = readTlv(certificate, outer.value, outer.end);
      await card.inFile(card.profile.files.terminalAuthorization, async (send) => {
        // The first half keeps the outer header, whose length counts the second half too.
        await expectDone(send, presentCertificateBody(certificate.subarray(0, body.end)));
        await expectDone(send, presentCertificateSignature(certificate.subarray(body.end, outer.end)));
        const challenge = await askChallenge(send);
        await expectDone(send, externalAuthenticate(sign('sha256', challenge, privateKey)));
      });
    },
  };
}

async function askChallenge(send: Send): Promise<Buffer> {
  const { data, word } = await send(getChallenge(authorizationChallengeBytes));
  if (word !== done) throw statusFault(word);
  if (data.length !== authorizationChallengeBytes) throw cardFault('CARD_ANSWER_UNEXPECTED', 'a challenge cut short');
  return data;
}

async function expectDone(send: Send, command: Buffer): Promise<void> {
  const { data, word } = await send(command);
  data.fill(0);
  if (word !== done) throw cardFault('TERMINAL_NOT_AUTHORIZED', `status word ${statusText(word)}`);
}
