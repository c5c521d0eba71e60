import { createHash, createPublicKey, verify, X509Certificate } from 'node:crypto';
import type { EligibilityRequest, Verdict } from '../../firmware/terminal/generated/types.ts';

/** How the emulated service answers: the kinds of R25, and those of R31 in which no answer comes. */
export const eligibilityRules = [
  'valid',
  'limits',
  'disease',
  'invalid',
  'none',
  'unregistered',
  'no-answer',
  'down',
] as const;
export type EligibilityRule = (typeof eligibilityRules)[number];

/** What the service says of a person; undefined: nothing, since it is down. */
export type EligibilityAnswer = Omit<EligibilityRequest, 'session'> | undefined;

/** The eligibility service, as far as a terminal sees it: whoever proved who they are gets the answer of the rule. */
export function answerEligibility(rule: EligibilityRule, verdict: Verdict): EligibilityAnswer {
  if (rule === 'down') return undefined;
  const known = { name: '番号 ●子', localNumber: localNumberOf(verdict) };
  if (rule === 'limits' || rule === 'disease') return { result: 'valid', ask: [rule], ...known };
  return { result: rule, ...(rule === 'valid' ? known : {}) };
}

/** Whether the card in the verdict has signed the challenge that the terminal gave; who vouches for the certificate is the service's matter. */
export function isSigned({ certificate, challenge, signature }: Verdict, given: string | undefined): boolean {
  if (challenge !== given) return false;
  try {
    const key = createPublicKey(
      new X509Certificate(Buffer.from(certificate, 'base64')).publicKey.export({ type: 'spki', format: 'pem' }),
    );
    return verify('sha256', Buffer.from(challenge, 'base64'), key, Buffer.from(signature, 'base64'));
  } catch {
    return false; // no certificate at all
  }
}

/** A number at this facility that stays the same for the same card. */
const localNumberOf = ({ certificateSerial }: Verdict): string =>
  String(createHash('sha256').update(certificateSerial).digest().readUInt32BE() % 1_000_000).padStart(6, '0');
