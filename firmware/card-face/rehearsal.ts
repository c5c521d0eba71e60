import sharp from 'sharp';
import type { Frame } from '../../drivers/camera/contract.ts';
import type { EdgeLine, Support } from './edge-lines.ts';
import type { Box, Point } from './geometry.ts';
import { edgeFields } from './gradient.ts';
import { newGrey } from './grey.ts';
import { drawMadeUpCard } from './made-up-card.ts';
import type { CardFaceReader } from './reader.ts';
import { type ScanRules, scanCardFace, usualRules } from './scan.ts';
import { Traces } from './traces.ts';

const mostFrames = 5;

/** One object of each shape that the loops over pixels see: V8 throws their compiled code away with the last of a shape, and the next frame is slow again. */
const held: object[] = [];

/** Of a day on which there can be such a card; two looks do. */
const rules: ScanRules = { ...usualRules, leadWithoutBirthday: 2, today: { year: 2025, month: 1, day: 3 } };

/**
 * Scans a made-up card before anybody's card lies there: a new process otherwise reads its first frames at half speed (R12).
 * Ends within a line's reading once `stop` is aborted.
 */
export async function rehearse(reader: CardFaceReader, stop: AbortSignal): Promise<void> {
  const jpeg = await drawMadeUpCard();
  const untilStopped: CardFaceReader = { ...reader, read: (frame, glance) => reader.read(frame, glance, stop) };
  try {
    await scanCardFace(again(jpeg), untilStopped, rules, stop);
    if (held.length === 0) held.push(...(await shapes()));
  } catch (error) {
    if (!stop.aborted) throw error;
  }
}

/** As many frames as a scan takes, and no more than it may. */
async function* again(jpeg: Buffer): AsyncGenerator<Frame> {
  for (let at = 0; at < mostFrames; at++) yield { jpeg: Buffer.from(jpeg), at };
}

async function shapes(): Promise<object[]> {
  const traces = new Traces();
  const samples = await sharp(Buffer.alloc(1), { raw: { width: 1, height: 1, channels: 1 } })
    .raw()
    .toBuffer(); // no Buffer made here is like it
  const grey = newGrey(1, 1, traces);
  const fields = edgeFields(grey, traces);
  const line: EdgeLine = { offset: 0.5, slope: 0.5 };
  const support: Support = { part: 0.5, step: 0.5 };
  const point: Point = { x: 0.5, y: 0.5 };
  const box: Box = { x: 0.5, y: 0.5, width: 0.5, height: 0.5 };
  return [samples, traces, grey, fields, line, support, point, box];
}
