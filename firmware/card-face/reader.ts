import type { Frame } from '../../drivers/camera/contract.ts';
import { codeB } from './code-b.ts';
import { FieldCollector } from './collect-fields.ts';
import { decodeFrame, prepareDecoder } from './decode-frame.ts';
import { findWriting, liftCard } from './find-writing.ts';
import type { Quad } from './geometry.ts';
import { pyramid } from './grey.ts';
import type { Place } from './lay.ts';
import { placeOfCard, shiftOf } from './lay.ts';
import type { LineReader } from './line-reader.ts';
import { lineReader } from './line-reader.ts';
import { isDark } from './picture-quality.ts';
import { hasQrCode } from './qr-finders.ts';
import type { ReadWriting } from './read-fields.ts';
import { readPlaces, readTitles, readWriting } from './read-fields.ts';
import type { CardFaceReading, Glance, Lying, NotReadReason } from './reading.ts';
import type { LineRecogniser } from './recogniser.ts';
import { loadRecogniser } from './recogniser.ts';
import { Traces } from './traces.ts';
import { troubleOf } from './trouble.ts';

/** Reads printed card faces, one frame at a time. */
export interface CardFaceReader {
  /**
   * Reads one frame. Never throws for what is in the frame; whatever it made of the frame is zeroed when it returns,
   * but for the reading, which the caller zeroes (`wipeReading`), as the frame itself.
   * @param signal ends the reading before its next line; its reason is thrown
   */
  read(frame: Frame, glance?: Glance, signal?: AbortSignal): Promise<CardFaceReading>;
  /** Frees the model. */
  close(): Promise<void>;
}

/** Width of the picture in which the card's edges are looked for. */
const edgeWidth = 400;
/** QR codes are looked for in the frame, not larger than this. */
const qrWidth = 1600;
/** Measured: the model reads writing narrowed to three quarters as well, a quarter faster. */
const usualStretch = 0.75;
/** Corners that moved less than this part of the card's width did not move. */
const stillWithin = 0.01;
/** A reading whose least sure digit is under this is explained. */
const sureEnough = 0.97;

/**
 * Loads what reading card faces needs.
 * @param modelFolder folder of PP-OCRv4's recognition model and dictionary (`models/card-face`)
 * @param threads for the model; 1 or 2
 * @throws CARD_FACE_MODEL_MISSING, CARD_FACE_MODEL_BROKEN
 */
export async function loadCardFaceReader(options: { modelFolder: string; threads: number }): Promise<CardFaceReader> {
  prepareDecoder();
  const recogniser = await loadRecogniser(options.modelFolder, options.threads);
  return {
    read: async (frame, glance = {}, signal) => {
      const traces = new Traces();
      try {
        return await readFrame(signal ? endedBy(signal, recogniser) : recogniser, frame.jpeg, glance, traces);
      } finally {
        traces.wipe();
      }
    },
    close: () => recogniser.close(),
  };
}

const endedBy = (signal: AbortSignal, recogniser: LineRecogniser): LineRecogniser => ({
  ...recogniser,
  recognise: async (line, traces) => {
    signal.throwIfAborted();
    return recogniser.recognise(line, traces);
  },
});

const notRead = (reason: NotReadReason): CardFaceReading => ({ outcome: 'not-read', reason });

async function readFrame(
  recogniser: LineRecogniser,
  jpeg: Buffer,
  glance: Glance,
  traces: Traces,
): Promise<CardFaceReading> {
  const frame = await decodeFrame(jpeg, traces);
  if (!frame) return notRead('frame-broken');
  const levels = pyramid(frame, edgeWidth, traces);
  const smallest = levels.at(-1) ?? frame;
  const place = placeOfCard(frame, smallest, glance.lying, traces);
  if (!place) return notRead(isDark(smallest) ? 'too-dark' : 'no-card');
  const still = isStill(place, glance.lying);
  if (!still && hasQrCode(levels.find(({ width }) => width <= qrWidth) ?? smallest, traces))
    return notRead('back-side');
  if (place.quarterTurned) return notRead('wrong-way-round');
  const { corners } = place;
  const lines = lineReader(recogniser, levels, corners, glance.stretch ?? usualStretch, traces);

  const remembered = await readRemembered(glance.lying, corners, lines, traces);
  if (remembered) return remembered;
  const card = liftCard(levels, corners, traces);
  const writing = findWriting(card, traces);
  const nothing = { fields: new FieldCollector(traces), halfTurned: glance.lying?.halfTurned ?? false };
  const read = await readWriting(writing, nothing, lines.readLine);
  await readTitles(writing, read, lines.readLine);
  if (read.fields.isOtherCard) return notRead('not-my-number-card');
  const reading = readingOf(read, corners);
  if (reading && reading.confidence >= sureEnough) return reading;
  const seen = { lines: writing.lines.length, glares: lines.glares(), before: glance.lying?.corners };
  const doubt = troubleOf({ frame, smallest, card, place, read, ...seen });
  if (reading) return { ...reading, doubt };
  if (doubt === 'no-card') return notRead(doubt);
  return { outcome: 'not-read', reason: doubt, fields: read.fields.fields(), lying: lyingAs(read, corners) };
}

/** Reads the fields where they were in the frame before; undefined when they are not all there. */
async function readRemembered(
  lying: Lying | undefined,
  corners: Quad,
  { readLine, glares }: LineReader,
  traces: Traces,
): Promise<CardFaceReading | undefined> {
  if (!lying || lying.places.length === 0) return undefined;
  const reading = readingOf(await readPlaces(lying.places, lying.halfTurned, readLine, traces), corners);
  return reading && reading.confidence < sureEnough && glares() > 0 ? { ...reading, doubt: 'glare' } : reading;
}

/** Whether a card that was read lies on as it lay: nobody turns it over without moving it. */
function isStill(place: Place, lying: Lying | undefined): boolean {
  if (place.by !== 'edges' || !lying || lying.places.length === 0) return false;
  return shiftOf(place.corners, lying.corners) < stillWithin;
}

/** What the fields make together, when all three are there, one of each, and the dates exist. */
function readingOf(read: ReadWriting, corners: Quad) {
  const { fields } = read;
  if (!fields.hasAll || fields.isAmbiguous || fields.hasImpossibleDate || fields.isOtherCard) return undefined;
  const { birth, expiry, code } = fields.fields();
  if (!birth || !expiry || !code) return undefined;
  return {
    outcome: 'read',
    code: codeB(birth, expiry, code.digits),
    fields: { birth, expiry, code },
    confidence: Math.min(birth.confidence, expiry.confidence, ...code.confidences),
    lying: lyingAs(read, corners),
  } as const;
}

function lyingAs({ fields, halfTurned }: ReadWriting, corners: Quad): Lying {
  return { corners, halfTurned, places: fields.hasAll ? fields.places : [] };
}
