import type { TerminalEvent } from '../../firmware/terminal/messages.ts';

/** A verdict with nobody behind it: certificate and signature prove nothing. */
export const verdictOf = (session: string, challenge: string): TerminalEvent => ({
  name: 'verdict',
  data: {
    session,
    method: 'pin',
    outcome: 'verified',
    certificate: Buffer.alloc(900).toString('base64'),
    certificateSerial: '01',
    certificateState: 'valid',
    certificateNotAfter: '2035-03-31T14:59:59Z',
    qualificationOnly: false,
    challenge,
    signature: Buffer.alloc(256).toString('base64'),
    algorithm: 'RSASSA-PKCS1-v1_5-SHA-256',
  },
});
