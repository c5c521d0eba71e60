import { codeIn } from '../card-face/scanned-digits.ts';
import { CodedError } from '../records/coded-error.ts';
import type { Held } from './held.ts';
import type { LockGuard } from './lock-guard.ts';
import type { Refusal, RefusedValues } from './refused-values.ts';
import type { Stopwatch } from './stopwatch.ts';

/** The two commands that opening needs. */
export interface CodeBCard {
  codeBTries(): Promise<number>;
  verifyCodeB(code: Buffer): Promise<void>;
}

export interface CardFaceOpening {
  readonly card: CodeBCard;
  /** The scan that runs: 30 digits, held. */
  readonly scan: Promise<Uint8Array>;
  /** Scans once more, more strictly, for a value that the card has not refused; held too. */
  readonly rescan: (refused: RefusedValues) => Promise<Uint8Array>;
  readonly guard: LockGuard;
  readonly onRefused: (refusal: Refusal) => void;
  readonly held: Held;
  readonly stopwatch: Stopwatch;
  readonly signal: AbortSignal;
}

/**
 * Opens the chip's card face by its printed code: the counter first, each time; then a scanned value, unless the card has refused
 * it before; after a refusal another one, once (R04, R06). Answers the digits of the scan that opened it, for the caller to release.
 * Throws the faults of the scan, of the guard and of the card.
 */
export async function openCardFace(opening: CardFaceOpening): Promise<Uint8Array> {
  const { card, guard, held, stopwatch, signal, rescan } = opening;
  for (let scan = opening.scan; ; scan = rescan(guard.refused)) {
    guard.demandTries(await stopwatch.measure('counter', () => card.codeBTries()));
    const digits = await scan;
    try {
      signal.throwIfAborted();
      if (!guard.wasRefused(codeIn(digits)) && (await submitted(opening, digits))) return digits;
    } catch (error) {
      held.release(digits);
      throw error;
    }
    held.release(digits);
  }
}

/** Whether the card took the value; false when it refused it and this session may try another. */
async function submitted({ card, guard, stopwatch, onRefused }: CardFaceOpening, digits: Uint8Array): Promise<boolean> {
  const code = codeIn(digits);
  guard.submitting();
  try {
    await stopwatch.measure('code', () => card.verifyCodeB(code));
    return true;
  } catch (error) {
    if (!(error instanceof CodedError) || !['CODE_B_REFUSED', 'CODE_B_LOCKED'].includes(error.code)) throw error;
    onRefused(guard.refuse(code));
    if (error.code === 'CODE_B_LOCKED' || !guard.mayGoOn) throw error;
    return false;
  }
}
