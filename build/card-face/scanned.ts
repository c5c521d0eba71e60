import type { Frame } from '../../drivers/camera/contract.ts';
import type { CalendarDay } from '../../firmware/card-face/calendar.ts';
import type { CardFaceReader } from '../../firmware/card-face/reader.ts';
import type { NotReadReason } from '../../firmware/card-face/reading.ts';
import { type ScannedCode, scanCardFace, usualRules } from '../../firmware/card-face/scan.ts';
import { CodedError } from '../../firmware/records/coded-error.ts';

/** How a scan ended: a value that would be submitted, or the reason why there is none. */
export type Scanned =
  | ({ readonly outcome: 'read' } & ScannedCode)
  | { readonly outcome: 'not-read'; readonly reason: NotReadReason };

/** Scans frames by the rules of a check. Zeroes the frames; the caller zeroes `code`. Throws what is no matter of the picture. */
export async function scanned(
  frames: AsyncIterable<Frame>,
  reader: CardFaceReader,
  today: CalendarDay,
): Promise<Scanned> {
  try {
    const never = new AbortController().signal;
    return { outcome: 'read', ...(await scanCardFace(frames, reader, { ...usualRules, today }, never)) };
  } catch (error) {
    if (!(error instanceof CodedError) || error.code !== 'CARD_FACE_NOT_READ') throw error;
    return { outcome: 'not-read', reason: error.detail as NotReadReason };
  }
}

/** The same picture again and again, as a still camera would send it. Each frame is a copy: the scan zeroes what it was given. */
export async function* stillFrames(picture: Buffer, count: number): AsyncGenerator<Frame> {
  for (let n = 0; n < count; n++) yield { jpeg: Buffer.from(picture), at: (n * 1000) / framesPerSecond };
}

/** What a card camera sends a second. */
export const framesPerSecond = 15;
