import sharp from 'sharp';
import type { CardFaceReader } from './reader.ts';

const size = { width: 1280, height: 800 };
const card = { left: 150, top: 90, width: 980, height: 618 };
/** As often as makes the first real frame as quick as the tenth (measured). */
const times = 4;

/** Reads a made-up card of plain bars before anybody's card lies there: a new process otherwise reads its first frames at half speed (R12). */
export async function rehearse(reader: CardFaceReader): Promise<void> {
  const picture = await paint();
  for (let n = 0; n < times; n++) await reader.read({ jpeg: picture, at: 0 });
}

/** A light card on a dark bed with rows of marks as wide as digits, the shape of which is all that matters. */
function paint(): Promise<Buffer> {
  const grey = Buffer.alloc(size.width * size.height, 40);
  const fill = (left: number, top: number, width: number, height: number, level: number) => {
    for (let y = top; y < top + height; y++) grey.fill(level, y * size.width + left, y * size.width + left + width);
  };
  fill(card.left, card.top, card.width, card.height, 225);
  for (let row = 0; row < 9; row++)
    for (let mark = 0; mark < 18; mark++)
      fill(card.left + 40 + mark * 26 + (mark % 3) * 3, card.top + 50 + row * 58, 5 + (mark % 4) * 4, 24, 60);
  return sharp(grey, { raw: { ...size, channels: 1 } })
    .jpeg()
    .toBuffer();
}
