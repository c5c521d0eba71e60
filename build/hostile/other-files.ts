import sharp from 'sharp';
import { byteOf, type Mutations, whole } from './mutation.ts';

/** Where hostile files point to: nobody may look there. */
export interface Bait {
  readonly address: string;
  readonly file: string;
}

/** Nothing listens there. */
const nowhere: Bait = { address: 'http://127.0.0.1:9', file: '/etc/hostname' };

/** Texts that make careless programs read files and addresses. */
export const readingTexts = ({ address, file }: Bait): readonly string[] => [
  `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="640" height="480"><image width="640" height="480" xlink:href="${address}/svg"/><image width="9" height="9" href="file://${file}"/></svg>`,
  `<!doctype html><html><img src="${address}/html"><link rel="stylesheet" href="${address}/css"><script src="file://${file}"></script></html>`,
  `<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY bait SYSTEM "file://${file}"><!ENTITY % far SYSTEM "${address}/xml"> %far;]><svg xmlns="http://www.w3.org/2000/svg" width="640" height="480"><text>&bait;</text></svg>`,
];

/** Files that are no picture, or not one that moves, is vast or reads others. */
export const otherFiles: Mutations = {
  empty: () => Buffer.alloc(0),
  'one byte': (random) => Buffer.from([byteOf(random)]),
  '20 MB of zeros': () => Buffer.alloc(20_000_000),
  'zeros behind the first bytes': (_, picture) => Buffer.concat([picture.subarray(0, 20), Buffer.alloc(15_000_000)]),
  'a text that reads': (random) => Buffer.from(textOf(random)),
  'a text that reads, behind the first bytes': (random, picture) =>
    Buffer.concat([picture.subarray(0, 3), Buffer.from(textOf(random))]),
  'a GIF that moves': (_, __, other) => moving(other, 'gif'),
  'a WebP that moves': (_, __, other) => moving(other, 'webp'),
  'a TIFF': async (_, __, other) =>
    sharp(await readable(other))
      .resize(320)
      .tiff()
      .toBuffer(),
};

const textOf = (random: () => number): string => readingTexts(nowhere)[whole(random, 0, 3)] ?? '';

async function moving(picture: Buffer, format: 'gif' | 'webp'): Promise<Buffer> {
  const frame = await sharp(await readable(picture))
    .resize(160, 120, { fit: 'cover' })
    .png()
    .toBuffer();
  return sharp([frame, await sharp(frame).negate().png().toBuffer()], { join: { animated: true } })
    .toFormat(format)
    .toBuffer();
}

/** The picture itself, or a plain one when it is of a kind that sharp does not read. */
const readable = async (picture: Buffer): Promise<Buffer> =>
  picture[0] === 0xff
    ? picture
    : sharp({ create: { width: 240, height: 320, channels: 3, background: '#a98' } })
        .png()
        .toBuffer();
