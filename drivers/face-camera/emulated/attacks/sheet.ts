import sharp, { type OverlayOptions } from 'sharp';
import type { Picture } from '../../../camera/emulated/picture.ts';
import type { Layer } from '../../../camera/emulated/warp.ts';

/** How large a flat thing is, pixels, and how much room there is around it for what reaches beyond it. */
export interface SheetSize {
  readonly width: number;
  readonly height: number;
  readonly margin: number;
}

/** Puts a flat thing together from parts, from the back to the front, each at its place from the margin's top left. */
export async function sheetOf({ width, height, margin }: SheetSize, parts: readonly OverlayOptions[]): Promise<Layer> {
  const size = { width: width + 2 * margin, height: height + 2 * margin };
  const rgba = await sharp({ create: { ...size, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } } })
    .composite([...parts])
    .raw()
    .toBuffer();
  return { ...size, margin, rgba };
}

/** A picture as a part of a sheet. */
export const part = ({ rgb, width, height }: Picture, left: number, top: number): OverlayOptions => ({
  input: Buffer.from(rgb.buffer, rgb.byteOffset, rgb.length),
  raw: { width, height, channels: 3 },
  left,
  top,
});

/** The flat thing itself, its corners round. */
export const slab = (
  { width, height, margin }: SheetSize,
  { radius, fill }: { radius: number; fill: string },
): OverlayOptions => ({
  input: Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="${width}" height="${height}" rx="${radius}" fill="${fill}"/></svg>`,
  ),
  left: margin,
  top: margin,
});
