import { randomBytes } from 'node:crypto';
import type { Behaviours } from './behaviours.ts';
import type { PlainDate } from './calendar.ts';
import { ageOn, birthdayAfter, dayInJapan, partsOf } from './calendar.ts';
import type { CardKind } from './card-file.ts';
import { checkBehaviours } from './card-file-schema.ts';
import { emulatedCardFault } from './faults.ts';
import type { Crop } from './photo-jp2.ts';
import type { TestAuthority } from './test-authority.ts';
import { fictionalMyNumber, randomDigits } from './verification-codes.ts';

/** Where the user-authentication certificate stands, seen from `now`: more than 3 months left, under 3, ended under 3 months ago, longer ago. */
export type CertificateState = 'valid' | 'ending' | 'grace' | 'past';

/**
 * What is wrong with the card, if anything:
 * `copied` the visual-inspection files of a genuine card without the key that DF24 names;
 * `altered-photo` another photo put into a genuine file; `unknown-issuer` a CV certificate of a root that nobody knows;
 * `forged-issuer` a CV certificate that names the genuine root and is signed by another key;
 * `altered-print` an era printed that the chip does not know, of the same year number; `misprinted` one digit of the security code wrong;
 * `expired-chain` a certificate of the CA generation that has ended; `unknown-ca` one of a CA with the same name and another key.
 */
export type CardFlaw =
  | 'copied'
  | 'altered-photo'
  | 'altered-print'
  | 'misprinted'
  | 'unknown-issuer'
  | 'forged-issuer'
  | 'expired-chain'
  | 'unknown-ca';

export type Sex = 'male' | 'female' | 'not-applicable';

export interface MakeCardOptions {
  readonly authority: TestAuthority;
  /** JPEG or PNG of the holder; its part `crop` (the whole by default) fills the photo. */
  readonly portrait: Uint8Array;
  readonly crop?: Crop;
  readonly name: string;
  readonly address: string;
  readonly sex: Sex;
  readonly birth: PlainDate;
  /** A year before `now` by default. */
  readonly issued?: PlainDate;
  /** `□□市長` by default. */
  readonly issuer?: string;
  /** Prints the western birth year; `stayUntil` is the card's last day where the stay ends before the birthday rule would. */
  readonly foreignResident?: boolean;
  readonly stayUntil?: PlainDate;
  /** 顔認証マイナンバーカード: no PIN, no signature certificate. */
  readonly pinless?: boolean;
  /** Four digits; `1234` by default. */
  readonly pin?: string;
  readonly blockedPin?: boolean;
  /** 6–16 upper-case letters and digits; `SIGN1234` by default. */
  readonly signaturePassword?: string;
  /** Four digits; random by default. */
  readonly securityCode?: string;
  /** `valid` by default. */
  readonly certificate?: CertificateState;
  readonly flaw?: CardFlaw;
  /** `my-number-card` by default. */
  readonly kind?: CardKind;
  readonly behaviours?: Behaviours;
  /** Wall clock, ms since 1970; the system's by default. */
  readonly now?: number;
  /** Random bytes; the system's by default. */
  readonly random?: (length: number) => Buffer;
}

/** A card's order with every gap filled and every rule applied. */
export interface CardOrder extends Required<Omit<MakeCardOptions, 'crop' | 'flaw' | 'stayUntil'>> {
  readonly crop: Crop | undefined;
  readonly flaw: CardFlaw | undefined;
  /** Last day of the card. */
  readonly expiry: PlainDate;
  readonly certificateFrom: PlainDate;
  readonly certificateUntil: PlainDate;
  readonly myNumber: string;
  /** 全国地方公共団体コード of the issuer, five digits. */
  readonly municipality: string;
  /** 15 digits. */
  readonly serial: string;
}

/** Days that a certificate state lies from its end; negative is after it. Three months are never under 89 days. */
const daysToEnd = { ending: 45, grace: -30, past: -120 } as const;

/** Fills in what was left out and refuses what makes no sense. Throws `CARD_ATTRIBUTES_REFUSED` with the attribute, `BEHAVIOURS_REFUSED`. */
export function orderOf(options: MakeCardOptions): CardOrder {
  const { now = Date.now(), random = randomBytes, birth, pinless = false, foreignResident = false } = options;
  const issued = options.issued ?? dayInJapan(now, -365);
  const { pin = '1234', signaturePassword = 'SIGN1234', securityCode = randomDigits(random, 4) } = options;
  need(partsOf(birth) && birth < issued, 'birth must lie before issue');
  need(/^\d{4}$/.test(pin), 'pin is four digits');
  need(/^[0-9A-Z]{6,16}$/.test(signaturePassword), 'signaturePassword is 6 to 16 upper-case letters and digits');
  need(/^\d{4}$/.test(securityCode), 'securityCode is four digits');
  need(options.name.trim() && options.address.trim(), 'name and address are printed, so neither may be empty');
  need(foreignResident || options.stayUntil === undefined, 'stayUntil is for foreign residents');
  const expiry = options.stayUntil ?? cardExpiry(birth, issued);
  return {
    ...options,
    ...{ now, random, issued, pinless, foreignResident, pin, signaturePassword, securityCode, expiry },
    ...certificateSpan(options.certificate ?? 'valid', { now, birth, issued, expiry }),
    issuer: options.issuer ?? '□□市長',
    blockedPin: options.blockedPin ?? false,
    certificate: options.certificate ?? 'valid',
    kind: options.kind ?? 'my-number-card',
    behaviours: checkBehaviours(options.behaviours ?? {}),
    crop: options.crop,
    flaw: options.flaw,
    myNumber: fictionalMyNumber(random),
    municipality: '13221',
    serial: `9${randomDigits(random, 14)}`,
  };
}

function need(condition: unknown, what: string): void {
  if (!condition) throw emulatedCardFault('CARD_ATTRIBUTES_REFUSED', what);
}

/** The card ends on the 10th birthday after issue, a minor's on the 5th; minors were under 20 until March 2022 and are under 18 since (card reference, "The printed face"). */
export function cardExpiry(birth: PlainDate, issued: PlainDate): PlainDate {
  const adult = issued >= '2022-04-01' ? 18 : 20;
  return birthdayAfter(birth, issued, ageOn(birth, issued) < adult ? 5 : 10);
}

interface Span {
  readonly certificateFrom: PlainDate;
  readonly certificateUntil: PlainDate;
}

/** A certificate runs to the 5th birthday after issue and is renewed once, to the card's end; the other states are set around `now`. */
function certificateSpan(
  state: CertificateState,
  { now, birth, issued, expiry }: { now: number; birth: PlainDate; issued: PlainDate; expiry: PlainDate },
): Span {
  if (state !== 'valid') {
    const days = daysToEnd[state];
    return { certificateFrom: dayInJapan(now, days - 5 * 365), certificateUntil: dayInJapan(now, days) };
  }
  const threeMonthsOn = dayInJapan(now, 93);
  const first = birthdayAfter(birth, issued, 5);
  const end = first < expiry ? first : expiry;
  if (end > threeMonthsOn) return { certificateFrom: issued, certificateUntil: end };
  need(expiry > threeMonthsOn, 'the card itself ends within three months: its certificate cannot be valid for longer');
  return { certificateFrom: end < dayInJapan(now) ? end : dayInJapan(now, -1), certificateUntil: expiry };
}
