import sharp from 'sharp';
import type { Frame } from '../../drivers/camera/contract.ts';

/** Mean level of the middle of a face camera's frame, and how much it varies there: an empty room hardly does, a face does. */
export async function middleOf({ jpeg }: Frame): Promise<{ readonly mean: number; readonly stdev: number }> {
  const middle = await sharp(jpeg).extract({ left: 260, top: 150, width: 120, height: 120 }).toBuffer();
  const [, green] = (await sharp(middle).stats()).channels;
  if (!green) throw new Error('a picture without colour');
  return green;
}
