import type { Frame } from '../../drivers/camera/contract.ts';
import { codeB } from './code-b.ts';
import { FieldCollector } from './collect-fields.ts';
import { decodeFrame, prepareDecoder } from './decode-frame.ts';
import { findFourDigits } from './find-digits.ts';
import { findLines, lineGaps } from './find-lines.ts';
import type { Box, Homography, Quad } from './geometry.ts';
import { cardSize, cardToFrame } from './geometry.ts';
import type { GreyImage } from './grey.ts';
import { pyramid } from './grey.ts';
import { writingSpots } from './ink-spots.ts';
import type { Place } from './lay.ts';
import { placeOfCard, shiftOf } from './lay.ts';
import { doubtSpoilt, spoilt, spoiltColumns, strengthen } from './line-ground.ts';
import { isDark } from './picture-quality.ts';
import { hasQrCode } from './qr-finders.ts';
import type { ReadLine, ReadWriting, Writing } from './read-fields.ts';
import { readPlaces, readTitles, readWriting } from './read-fields.ts';
import type { CardFaceReading, Glance, Lying, NotReadReason } from './reading.ts';
import type { LineRecogniser } from './recogniser.ts';
import { lineHeight, loadRecogniser } from './recogniser.ts';
import { liftPart } from './rectify.ts';
import { rehearse } from './rehearsal.ts';
import { isDigit } from './symbols.ts';
import { Traces } from './traces.ts';
import { troubleOf } from './trouble.ts';

/** Reads printed card faces, one frame at a time. */
export interface CardFaceReader {
  /**
   * Reads one frame. Never throws for what is in the frame; whatever it made of the frame is zeroed when it returns,
   * but for the reading, which the caller zeroes (`wipeReading`), as the frame itself.
   */
  read(frame: Frame, glance?: Glance): Promise<CardFaceReading>;
  /** Frees the model. */
  close(): Promise<void>;
}

/** Width of the picture in which the card's edges are looked for. */
const edgeWidth = 400;
/** QR codes are looked for in the frame, not larger than this. */
const qrWidth = 1600;
/** Lines are looked for on the card at half of `cardSize`. */
const lineScale = 0.5;
const pixelsPerMm = (cardSize.width / 85.6) * lineScale;
/** Measured: the model reads writing narrowed to three quarters as well, a quarter faster. */
const usualStretch = 0.75;
/** A line with fewer digits is no field for glare to lie on. */
const leastDigits = 2;
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
  const reader: CardFaceReader = {
    read: async (frame, glance = {}) => {
      const traces = new Traces();
      try {
        return await readFrame(recogniser, frame.jpeg, glance, traces);
      } finally {
        traces.wipe();
      }
    },
    close: () => recogniser.close(),
  };
  await rehearse(reader);
  return reader;
}

/** A frame, and where the card lies in it. */
interface Laid {
  readonly levels: readonly [GreyImage, ...GreyImage[]];
  readonly place: Place;
  readonly stretch: number;
  /** Lines read on which glare lay. */
  glares: number;
}

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
  const laid: Laid = { levels, place, stretch: glance.stretch ?? usualStretch, glares: 0 };
  const readLine = lineReader(recogniser, laid, traces);

  if (glance.lying && glance.lying.places.length > 0) {
    const { places, halfTurned } = glance.lying;
    const remembered = await readPlaces(places, halfTurned, readLine, traces);
    const reading = readingOf(remembered, place.corners);
    if (reading) return reading.confidence < sureEnough && laid.glares > 0 ? { ...reading, doubt: 'glare' } : reading;
  }
  const card = liftCard(laid, traces);
  const nothing = { fields: new FieldCollector(traces), halfTurned: glance.lying?.halfTurned ?? false };
  const writing = writingOn(card, traces);
  const read = await readWriting(writing, nothing, readLine);
  await readTitles(writing, read, readLine);
  if (read.fields.isOtherCard) return notRead('not-my-number-card');
  const reading = readingOf(read, place.corners);
  if (reading && reading.confidence >= sureEnough) return reading;
  const doubt = troubleOf({
    frame,
    smallest,
    card,
    place,
    read,
    lines: writing.lines.length,
    glares: laid.glares,
    before: glance.lying?.corners,
  });
  if (reading) return { ...reading, doubt };
  return { outcome: 'not-read', reason: doubt, fields: read.fields.fields(), lying: lyingAs(read, place.corners) };
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

function liftCard({ levels, place }: Laid, traces: Traces): GreyImage {
  const whole = { x: 0, y: 0, ...cardSize };
  const map = cardToFrame(place.corners);
  return liftPart(levels, map, whole, cardSize.width * lineScale, cardSize.height * lineScale, traces);
}

function writingOn(card: GreyImage, traces: Traces): Writing {
  const spots = writingSpots(card, pixelsPerMm, traces);
  return {
    lines: findLines(spots, pixelsPerMm, lineGaps.usual).map(toCardPixels),
    longLines: () => findLines(spots, pixelsPerMm, lineGaps.wide).map(toCardPixels),
    fourDigits: findFourDigits(spots, pixelsPerMm).map(toCardPixels),
  };
}

/** Lifts lines with the margin that the model was trained with, and recognises them. */
function lineReader(recogniser: LineRecogniser, laid: Laid, traces: Traces): ReadLine {
  const { levels, place, stretch } = laid;
  const [a, b, c, d] = place.corners;
  const maps: readonly [Homography, Homography] = [cardToFrame([a, b, c, d]), cardToFrame([c, d, a, b])];
  return async (ink, halfTurned) => {
    const [beside, above] = [0.25 * ink.height, 0.18 * ink.height];
    const part = { x: ink.x - beside, y: ink.y - above, width: ink.width + 2 * beside, height: ink.height + 2 * above };
    const width = Math.max(2, Math.round((stretch * lineHeight * part.width) / part.height / 8)) * 8;
    const picture = liftPart(levels, maps[halfTurned ? 1 : 0], part, width, lineHeight, traces);
    const columns = spoiltColumns(picture, traces);
    strengthen(picture);
    const line = await recogniser.recognise(picture, traces);
    if (columns.includes(spoilt.glare) && line.symbols.filter(isDigit).length >= leastDigits) laid.glares++;
    doubtSpoilt(line, columns);
    return line;
  };
}

function toCardPixels({ x, y, width, height }: Box): Box {
  return { x: x / lineScale, y: y / lineScale, width: width / lineScale, height: height / lineScale };
}
