import type { Frame } from '../../drivers/camera/contract.ts';
import type { CalendarDay } from './calendar.ts';
import { cardFaceFault } from './faults.ts';
import type { PrintedDate } from './fields.ts';
import { datesPlausible } from './plausible.ts';
import type { CardFaceReader } from './reader.ts';
import type { CardFaceReading, Glance, NotReadReason } from './reading.ts';
import { Votes } from './votes.ts';

/** When a scan is sure. */
export interface ScanRules {
  /** The day in Japan. */
  readonly today: CalendarDay;
  /** A reading with a digit less sure than this is not counted. */
  readonly leastConfidence: number;
  /** By how many frames a value must lead every other. */
  readonly lead: number;
  /** The same for cards whose end need not be a birthday, so that one check less stands behind the value. */
  readonly leadWithoutBirthday: number;
  /** After a refusal: more agreement is wanted. */
  readonly strict?: boolean;
  /** Whether the card refused this value before (14 ASCII digits, not kept, not changed): it never wins again. */
  readonly refused?: (code: Uint8Array) => boolean;
  /** Hears why frames are not read, each time that the reason becomes another one. */
  readonly onTrouble?: (reason: NotReadReason) => void;
}

/** The rules that measurement chose; see the tests of whole cards. */
export const usualRules = { leastConfidence: 0.92, lead: 2, leadWithoutBirthday: 3 } as const;

/** A 照合番号B that is sure enough to be submitted. */
export interface ScannedCode {
  /** 14 ASCII digits; the caller zeroes them. */
  readonly code: Buffer;
  readonly birth: PrintedDate;
  readonly expiry: PrintedDate;
  /** Frames looked at. */
  readonly frames: number;
}

/** Each frame is looked at in another width than the one before, so that they do not share their mistakes; the best two first. */
const widths = [0.75, 0.82, 0.65, 0.92] as const;

/**
 * Reads frames until their 照合番号B is sure. Zeroes every frame, read or not.
 * @param signal ends the scan
 * @throws CARD_FACE_NOT_READ when the frames or the time end first; its detail is the `NotReadReason` of the last frames
 */
export async function scanCardFace(
  frames: AsyncIterable<Frame>,
  reader: CardFaceReader,
  rules: ScanRules,
  signal: AbortSignal,
): Promise<ScannedCode> {
  const votes = new Votes();
  let reason: NotReadReason = 'no-card';
  let glance: Glance = {};
  let count = 0;
  try {
    for await (const frame of frames) {
      const width = widths[count % widths.length] ?? 1;
      const reading = await readOnce(reader, frame, { ...glance, stretch: width }, signal);
      if (!reading) break;
      count++;
      if (reading.outcome === 'read') glance = { places: reading.places };
      const doubt = doubtOf(reading, rules);
      reason = doubt ?? 'unsure';
      if (reading.outcome !== 'read') continue;
      if (doubt !== undefined) {
        reading.code.fill(0);
        continue;
      }
      votes.add(reading, width);
      const lead = reading.birth.style === 'western' ? rules.leadWithoutBirthday : rules.lead;
      const sure = votes.winner(lead);
      if (sure) return { code: Buffer.from(sure.code), birth: sure.birth, expiry: sure.expiry, frames: count };
    }
  } finally {
    votes.wipe();
  }
  throw cardFaceFault('CARD_FACE_NOT_READ', reason, { cause: signal.reason });
}

/** Reads a frame unless the time is over, and zeroes it. */
async function readOnce(
  reader: CardFaceReader,
  frame: Frame,
  glance: Glance,
  signal: AbortSignal,
): Promise<CardFaceReading | undefined> {
  try {
    return signal.aborted ? undefined : await reader.read(frame, glance);
  } finally {
    frame.jpeg.fill(0);
  }
}

/** Why a reading does not count; undefined when it does. */
function doubtOf(reading: CardFaceReading, rules: ScanRules): NotReadReason | undefined {
  if (reading.outcome === 'not-read') return reading.reason;
  if (!datesPlausible(reading.birth, reading.expiry, rules.today)) return 'dates-impossible';
  return reading.confidence < rules.leastConfidence ? 'unsure' : undefined;
}
