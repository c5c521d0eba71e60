import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/**
 * That a card refused a value: the card by eight bytes and the value by one byte of HMAC-SHA-256 under a key that lives only as
 * long as the core. One byte in two hundred and fifty-six says that a value is probably the same misreading; it is far too little
 * to tell a code, and a refused value is not the card's code at all. A chance match costs the person another method, no more.
 */
export interface Refusal {
  /** Hexadecimal. */
  readonly card: string;
  readonly value: number;
}

/** What the core gives each check: its key and the refusals of the last sessions. */
export interface RefusalKnowledge {
  readonly key: Uint8Array;
  readonly refusals: readonly Refusal[];
}

/** The refused values of one card. Can be handed to a thread. */
export interface RefusedValues {
  readonly key: Uint8Array;
  readonly card: string;
  readonly values: readonly number[];
}

const cardTagBytes = 8;

/** Those of the card whose user-authentication certificate (DER) this is. */
export function refusedOf({ key, refusals }: RefusalKnowledge, certificate: Uint8Array): RefusedValues {
  const identity = createHash('sha256').update(certificate).digest();
  const card = createHmac('sha256', key).update(identity).digest().subarray(0, cardTagBytes).toString('hex');
  const own = refusals.filter((refusal) => sameCard(refusal.card, card));
  return { key, card, values: own.map(({ value }) => value) };
}

/** The refusal of a value (照合番号B, ASCII digits; not kept). */
export function refusalOf({ key, card }: RefusedValues, value: Uint8Array): Refusal {
  const tag = createHmac('sha256', key).update(card).update(value).digest();
  return { card, value: tag[0] ?? 0 };
}

/** Whether the card has refused this value before, as far as one byte tells. */
export function wasRefused(refused: RefusedValues, value: Uint8Array): boolean {
  return refused.values.includes(refusalOf(refused, value).value);
}

const sameCard = (one: string, other: string): boolean =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
