import type { Frame } from '../../drivers/camera/contract.ts';
import type { SymbolLine } from './ctc.ts';
import { decodeFrame, prepareDecoder } from './decode-frame.ts';
import { findCard } from './find-card.ts';
import { findFourDigits } from './find-digits.ts';
import { findLines, lineGaps } from './find-lines.ts';
import type { Box, Homography, Quad } from './geometry.ts';
import { cardSize, cardToFrame } from './geometry.ts';
import type { GreyImage } from './grey.ts';
import { pyramid } from './grey.ts';
import { writingSpots } from './ink-spots.ts';
import { isBlurred, isDark } from './picture-quality.ts';
import { readPlaces, readWriting } from './read-fields.ts';
import type { CardFaceReading, Glance } from './reading.ts';
import type { LineRecogniser } from './recogniser.ts';
import { lineHeight, loadRecogniser } from './recogniser.ts';
import { liftPart } from './rectify.ts';
import { rehearse } from './rehearsal.ts';
import { Traces } from './traces.ts';

/** Reads printed card faces, one frame at a time. */
export interface CardFaceReader {
  /**
   * Reads one frame. Never throws for what is in the frame; whatever it made of the frame is zeroed when it returns,
   * but for the reading's `code`, which the caller zeroes, as the frame itself.
   */
  read(frame: Frame, glance?: Glance): Promise<CardFaceReading>;
  /** Frees the model. */
  close(): Promise<void>;
}

/** Width of the picture in which the card's edges are looked for. */
const edgeWidth = 400;
/** Lines are looked for on the card at half of `cardSize`. */
const lineScale = 0.5;
const pixelsPerMm = (cardSize.width / 85.6) * lineScale;
/** Measured: the model reads writing narrowed to three quarters as well, a quarter faster. */
const usualStretch = 0.75;

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

/** A card found in a frame, and how to read its lines. */
interface LaidCard {
  readonly levels: readonly [GreyImage, ...GreyImage[]];
  readonly map: Homography;
  readonly stretch: number;
}

async function readFrame(
  recogniser: LineRecogniser,
  jpeg: Buffer,
  glance: Glance,
  traces: Traces,
): Promise<CardFaceReading> {
  const frame = await decodeFrame(jpeg, traces);
  if (!frame) return { outcome: 'not-read', reason: 'frame-broken' };
  const levels = pyramid(frame, edgeWidth, traces);
  const smallest = levels.at(-1) ?? frame;
  const quad = findCard(smallest, traces);
  if (!quad) return { outcome: 'not-read', reason: isDark(smallest) ? 'too-dark' : 'no-card' };
  const map = cardToFrame(enlarged(quad, frame.width / smallest.width));
  const laid: LaidCard = { levels, map, stretch: glance.stretch ?? usualStretch };
  const readLine = (place: Box) => recogniseLine(recogniser, laid, place, traces);

  const remembered = await readPlaces(glance.places ?? [], readLine, traces);
  if (remembered.outcome === 'read') return remembered;
  const whole = { x: 0, y: 0, ...cardSize };
  const card = liftPart(levels, map, whole, cardSize.width * lineScale, cardSize.height * lineScale, traces);
  const spots = writingSpots(card, pixelsPerMm, traces);
  const reading = await readWriting(
    {
      lines: findLines(spots, pixelsPerMm, lineGaps.usual).map(toCardPixels),
      longLines: () => findLines(spots, pixelsPerMm, lineGaps.wide).map(toCardPixels),
      fourDigits: findFourDigits(spots, pixelsPerMm).map(toCardPixels),
    },
    readLine,
    traces,
  );
  if (reading.outcome === 'not-read' && isBlurred(card)) return { outcome: 'not-read', reason: 'blurred' };
  return reading;
}

/** Lifts a line with the margin that the model was trained with, and recognises it. */
function recogniseLine(recogniser: LineRecogniser, card: LaidCard, ink: Box, traces: Traces): Promise<SymbolLine> {
  const [beside, above] = [0.25 * ink.height, 0.18 * ink.height];
  const part = { x: ink.x - beside, y: ink.y - above, width: ink.width + 2 * beside, height: ink.height + 2 * above };
  const width = Math.max(2, Math.round((card.stretch * lineHeight * part.width) / part.height / 8)) * 8;
  return recogniser.recognise(liftPart(card.levels, card.map, part, width, lineHeight, traces), traces);
}

function toCardPixels({ x, y, width, height }: Box): Box {
  return { x: x / lineScale, y: y / lineScale, width: width / lineScale, height: height / lineScale };
}

function enlarged([a, b, c, d]: Quad, factor: number): Quad {
  const times = ({ x, y }: { x: number; y: number }) => ({ x: x * factor, y: y * factor });
  return [times(a), times(b), times(c), times(d)];
}
