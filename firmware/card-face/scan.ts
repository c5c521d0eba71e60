import type { Frame } from '../../drivers/camera/contract.ts';
import type { CalendarDay } from './calendar.ts';
import type { VotedValue } from './digit-votes.ts';
import { DigitVotes } from './digit-votes.ts';
import { cardFaceFault } from './faults.ts';
import type { PrintedDate } from './fields.ts';
import { datesPlausible } from './plausible.ts';
import type { CardFaceReader } from './reader.ts';
import type { CardFaceReading, Glance, NotReadReason, SeenFields } from './reading.ts';
import { wipeReading } from './reading.ts';
import { Reasons } from './reasons.ts';

/** When a scan is sure. */
export interface ScanRules {
  /** The day in Japan. */
  readonly today: CalendarDay;
  /** A digit less sure than this does not count. */
  readonly leastConfidence: number;
  /** The same for month and day, where the card's end, a birthday, proves them. */
  readonly leastProvenConfidence: number;
  /** By how many frames each digit must lead every other. */
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
export const usualRules = {
  leastConfidence: 0.97,
  leastProvenConfidence: 0.85,
  lead: 2,
  leadWithoutBirthday: 3,
} as const;

/** What `strict` adds: votes to the lead, and looks. */
const strictly = { lead: 2, looks: 3 } as const;
const usualLooks = 2;

/** A 照合番号B that is sure enough to be submitted. */
export interface ScannedCode {
  /** 14 ASCII digits; the caller zeroes them. */
  readonly code: Buffer;
  readonly birth: PrintedDate;
  readonly expiry: PrintedDate;
  /** The estimated chance that every digit is right, 0…1 (`chanceWrong`). */
  readonly confidence: number;
  /** Frames looked at. */
  readonly frames: number;
}

/**
 * Each frame is looked at in another width than the one before, so that they do not share their mistakes. Measured, they read
 * alike (all digits sure in 53, 50, 51 and 49 of 100 badly damaged faces) and cost as they are wide: the quicker ones first.
 */
const widths = [0.75, 0.65, 0.82, 0.92] as const;

/**
 * Reads frames until their 照合番号B is sure, digit by digit. Zeroes every frame, read or not.
 * @param signal ends the scan
 * @throws CARD_FACE_NOT_READ when the frames or the time end first; its detail is the `NotReadReason` of the last frames
 */
export async function scanCardFace(
  frames: AsyncIterable<Frame>,
  reader: CardFaceReader,
  rules: ScanRules,
  signal: AbortSignal,
): Promise<ScannedCode> {
  const votes = new DigitVotes(widths.length);
  const reasons = new Reasons(rules.onTrouble);
  const least = { alone: rules.leastConfidence, proven: rules.leastProvenConfidence };
  let glance: Glance = {};
  let count = 0;
  /** A card that said once what it is does not become another by being misread. */
  let vetoed = false;
  try {
    for await (const frame of frames) {
      const look = count % widths.length;
      const reading = await readOnce(reader, frame, { ...glance, stretch: widths[look] ?? 1 }, signal);
      if (!reading) break;
      count++;
      try {
        glance = reading.lying ? { lying: reading.lying } : {};
        const reason = reading.outcome === 'not-read' ? reading.reason : undefined;
        if (reason && endsTheLaying.has(reason)) votes.wipe();
        vetoed = reason === 'not-my-number-card' || (vetoed && reason !== 'no-card');
        votes.add(fieldsThatAgree(reading, rules.today), look, least);
        const sure = vetoed ? undefined : sureValue(votes, rules);
        if (sure) return scanned(sure, count);
        const doubt = doubtOf(reading, rules);
        if (doubt) reasons.add(doubt);
        else reasons.addRead();
      } finally {
        wipeReading(reading);
      }
    }
  } finally {
    votes.wipe();
  }
  throw cardFaceFault('CARD_FACE_NOT_READ', reasons.current, { cause: signal.reason });
}

const scanned = ({ code, birth, expiry, confidence }: VotedValue, frames: number): ScannedCode => ({
  code,
  birth,
  expiry,
  confidence,
  frames,
});

/** The value that is sure by its digits, can be as a whole, and was not refused. */
function sureValue(votes: DigitVotes, rules: ScanRules): VotedValue | undefined {
  const value = votes.leader();
  if (!value) return undefined;
  const unproven = value.birth.style === 'western';
  const lead = unproven ? rules.leadWithoutBirthday : rules.lead;
  const wanted = rules.strict ? { lead: lead + strictly.lead, looks: strictly.looks } : { lead, looks: usualLooks };
  const sure = !unproven || value.surest >= rules.leastConfidence;
  const agreed = sure && value.lead >= wanted.lead && value.looks >= wanted.looks;
  if (agreed && datesPlausible(value.birth, value.expiry, rules.today) && !rules.refused?.(value.code)) return value;
  value.code.fill(0);
  return undefined;
}

/** A frame without any card, or with another one, ends what was seen of the card before. */
const endsTheLaying: ReadonlySet<NotReadReason> = new Set(['no-card', 'not-my-number-card', 'back-side']);

/** A frame's fields; without its dates where they cannot be those of one card, for one of their digits is wrong. */
function fieldsThatAgree({ fields }: CardFaceReading, today: CalendarDay): SeenFields {
  const { birth, expiry, code } = fields ?? {};
  if (birth && expiry && !datesPlausible(birth, expiry, today)) return code ? { code } : {};
  if (expiry && expiry.style !== 'western') return {};
  return fields ?? {};
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

/** Why a reading does not count as a whole; undefined when it does. */
function doubtOf(reading: CardFaceReading, rules: ScanRules): NotReadReason | undefined {
  if (reading.outcome === 'not-read') return reading.reason;
  const { birth, expiry } = reading.fields;
  if (!datesPlausible(birth, expiry, rules.today)) return 'dates-impossible';
  return reading.confidence < rules.leastConfidence ? (reading.doubt ?? 'unsure') : undefined;
}
