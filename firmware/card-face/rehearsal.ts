import sharp from 'sharp';
import type { EdgeLine, Support } from './edge-lines.ts';
import type { Box, Point } from './geometry.ts';
import { edgeFields } from './gradient.ts';
import { newGrey } from './grey.ts';
import type { CardFaceReader } from './reader.ts';
import { Traces } from './traces.ts';

const size = { width: 1280, height: 800 };
const card = { left: 150, top: 90, width: 980, height: 618 };

/** One object of each shape that the loops over pixels see: V8 throws their compiled code away with the last of a shape, and the next frame is slow again. */
const held: object[] = [];

/** Reads a made-up card of plain bars before anybody's card lies there: a new process otherwise reads its first frames at half speed (R12). */
export async function rehearse(reader: CardFaceReader): Promise<void> {
  await reader.read({ jpeg: await paint(), at: 0 });
  if (held.length === 0) held.push(...(await shapes()));
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

/** A light card on a dark bed with rows of marks as wide as digits, the shape of which is all that matters. */
function paint(): Promise<Buffer> {
  const grey = Buffer.alloc(size.width * size.height, 40);
  const fill = (left: number, top: number, width: number, height: number, level: number) => {
    for (let y = top; y < top + height; y++) grey.fill(level, y * size.width + left, y * size.width + left + width);
  };
  fill(card.left, card.top, card.width, card.height, 225);
  for (let row = 0; row < 4; row++)
    for (let mark = 0; mark < 18; mark++)
      fill(card.left + 40 + mark * 26 + (mark % 3) * 3, card.top + 80 + row * 130, 5 + (mark % 4) * 4, 24, 60);
  return sharp(grey, { raw: { ...size, channels: 1 } })
    .rotate(1.5, { background: '#282828' }) // cards lie askew
    .jpeg()
    .toBuffer();
}
