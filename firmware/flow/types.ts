import type { AtFault } from '../records/coded-error.ts';

/** How a person may be identified (R10). */
export type Method = 'face' | 'pin' | 'visual';

/** R29: standard reader 標準型, qualification-only 資格確認限定型, home visit 居宅同意取得型. */
export type Profile = 'standard' | 'qualification-only' | 'home-visit';

/**
 * What the terminal has set the reader to (R14, R31). normal. visual: staff have seen the next person's face and said so at the terminal.
 * system-failure: the eligibility service is down. disaster: information may be viewed at the terminal without an identity check.
 */
export type TerminalMode = 'normal' | 'visual' | 'system-failure' | 'disaster';

/** What this reader is, and what it was given: the rules of the flow ask it. */
export interface House {
  readonly profile: Profile;
  /** It can let the card sign without the PIN: face and visual check need that. */
  readonly signsWithoutPin: boolean;
  /** The facility has a password, by which staff answer for a visual check on the reader (R15). */
  readonly facilityPassword: boolean;
  /** Why no card is checked at all for now. */
  readonly refusal?: string | undefined;
}

/** What the check process tells of a card: counters and dates, nothing personal. */
export interface CardSummary {
  /** 顔認証マイナンバーカード: a card without a PIN (R05). */
  readonly pinless: boolean;
  /** Tries left on the 4-digit PIN; 0 is locked. */
  readonly pinTries: number;
  /** A phone that holds the certificate (R34): it has no photo, and shows its certificate to nobody before its PIN. */
  readonly phone?: true;
  /** Left out while a phone's is not readable yet. */
  readonly certificate?: CertificateSummary;
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

/** A page of the consent screens: past records (R20, R21), limit information, specified disease (R22). */
export type Question = 'records' | 'limits' | 'disease';

/** What the person said on one page; what is not on it is left out. True: the terminal may look it up for 24 hours (R23). */
export interface Consent {
  /** Given by the one touch (包括同意). */
  readonly comprehensive?: boolean;
  /** Past care and medicine (診療/薬剤情報). */
  readonly care?: boolean;
  /** 手術情報. */
  readonly surgery?: boolean;
  /** 特定健診等情報. */
  readonly healthChecks?: boolean;
  /** 限度額情報. */
  readonly limits?: boolean;
  /** 特定疾病療養受療証. */
  readonly disease?: boolean;
}

/** R24, R25: what the terminal answered. */
export type Eligibility = 'valid' | 'invalid' | 'none' | 'unregistered' | 'no-answer';

/** The terminal's answer for this person, and which of the further consents apply (R22). */
export interface Answer {
  readonly result: Eligibility;
  readonly ask: readonly Exclude<Question, 'records'>[];
}

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
