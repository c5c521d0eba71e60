import type { AtFault } from '../records/coded-error.ts';

/** How a person may be identified (R10). */
export type Method = 'face' | 'pin';

/** R29: standard reader 標準型, qualification-only 資格確認限定型, home visit 居宅同意取得型. */
export type Profile = 'standard' | 'qualification-only' | 'home-visit';

/** What the check process tells of a card: counters and dates, nothing personal. */
export interface CardSummary {
  /** 顔認証マイナンバーカード: a card without a PIN (R05). */
  readonly pinless: boolean;
  /** Tries left on the 4-digit PIN; 0 is locked. */
  readonly pinTries: number;
  readonly certificate: CertificateSummary;
}

export interface CertificateSummary {
  /** R26: `ending` within 3 months; R27: `grace` up to 3 months past its end, for qualification only. */
  readonly state: 'valid' | 'ending' | 'grace';
  /** ISO 8601 instant. */
  readonly notAfter: string;
}

export interface FaceState {
  readonly photo: 'pending' | 'ready' | 'unavailable';
  readonly triesUsed: number;
}

/** R20, R21: what the person lets the terminal look up. */
export interface Consent {
  readonly comprehensive: boolean;
  readonly care: boolean;
  readonly surgery: boolean;
  readonly healthChecks: boolean;
}

/** R25: what the terminal answered. */
export type Eligibility = 'valid' | 'invalid' | 'none' | 'no-answer';

/** A coded reason that may be shown, logged and sent. */
export interface Reason {
  readonly code: string;
  readonly at: AtFault;
}

/** How a session ended. */
export interface Outcome {
  readonly verdict: 'verified' | 'refused' | 'cancelled' | 'fault';
  readonly reason: string;
  readonly method?: Method;
}

/** The card's answer to the terminal's challenge; passes through, never kept in the state. */
export interface SignedChallenge {
  /** The user-authentication certificate, DER, base64. */
  readonly certificate: string;
  /** Hexadecimal. */
  readonly certificateSerial: string;
  /** As the terminal gave it, base64. */
  readonly challenge: string;
  /** RSASSA-PKCS1-v1_5 with SHA-256 over the challenge, base64. */
  readonly signature: string;
}

/** How everything of the person went: zeroed by the check process before it exited, or by the kernel when it was killed or died. */
export type Erasure = 'zeroed' | 'killed';
