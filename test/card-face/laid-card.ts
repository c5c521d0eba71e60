import sharp from 'sharp';
import type { Frame } from '../../drivers/camera/contract.ts';
import type { Random } from '../../drivers/camera/emulated/random.ts';
import { between } from '../../drivers/camera/emulated/random.ts';

/** How a card lies under the camera and what spoils the view: the clean scan that a counter gives. */
export interface Scene {
  /** The card's corners in the frame, from its top left, clockwise. */
  readonly corners: readonly (readonly [number, number])[];
  readonly bed: number;
  /** Darkest place's part of the brightest light. */
  readonly shade: number;
  readonly shadeTurn: number;
  readonly noise: number;
  readonly blur: number;
  readonly quality: number;
}

const frame = { width: 1280, height: 800 } as const;

/** A seeded clean scan: turned by up to 3°, shifted, slightly in perspective, unevenly lit, with sensor noise. */
export function cleanScene(random: Random): Scene {
  const turn = (between(random, -3, 3) * Math.PI) / 180;
  const size = between(random, 0.9, 1.04);
  const [midX, midY] = [640 + between(random, -25, 25), 400 + between(random, -20, 20)];
  const corners = [
    [-506, -319],
    [506, -319],
    [506, 319],
    [-506, 319],
  ].map(([x = 0, y = 0]) => {
    const [dx, dy] = [between(random, -9, 9), between(random, -9, 9)];
    return [
      midX + size * (x * Math.cos(turn) - y * Math.sin(turn)) + dx,
      midY + size * (x * Math.sin(turn) + y * Math.cos(turn)) + dy,
    ] as const;
  });
  return {
    corners,
    bed: between(random, 20, 80),
    shade: between(random, 0.65, 1),
    shadeTurn: between(random, 0, 2 * Math.PI),
    noise: between(random, 1, 5),
    blur: between(random, 0.3, 0.8),
    quality: Math.round(between(random, 78, 92)),
  };
}

/** Frames of one scene, in grey; they differ by their noise. Without a card, of the empty bed. */
export async function framesOf(
  card: Buffer | undefined,
  scene: Scene,
  count: number,
  random: Random,
): Promise<Frame[]> {
  const lit = await laid(card, scene);
  const grain = Float32Array.from({ length: 65_521 }, () => scene.noise * normal(random)); // a prime: no pattern in rows
  const frames: Frame[] = [];
  for (let n = 0; n < count; n++) {
    const from = Math.floor(random() * grain.length);
    const noisy = Uint8ClampedArray.from(lit, (value, at) => value + (grain[(from + at) % grain.length] as number));
    const picture = sharp(Buffer.from(noisy.buffer), { raw: { ...frame, channels: 1 } });
    frames.push({ jpeg: await picture.jpeg({ quality: scene.quality }).toBuffer(), at: n * 100 });
  }
  return frames;
}

/** The lit bed with the card on it. */
async function laid(card: Buffer | undefined, scene: Scene): Promise<Uint8Array> {
  const { width, height } = frame;
  const grey = new Uint8ClampedArray(width * height);
  const source = card && (await greyWithAlpha(card));
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = source
    ? frameToCard(scene.corners, source.width, source.height)
    : [];
  const [dx, dy] = [Math.cos(scene.shadeTurn), Math.sin(scene.shadeTurn)];
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      const along = ((x / width - 0.5) * dx + (y / height - 0.5) * dy) / 1.42 + 0.5;
      const w = g * (x + 0.5) + h * (y + 0.5) + 1;
      const u = (a * (x + 0.5) + b * (y + 0.5) + c) / w - 0.5;
      const v = (d * (x + 0.5) + e * (y + 0.5) + f) / w - 0.5;
      grey[at] = (scene.shade + (1 - scene.shade) * along) * (source ? overBed(source, u, v, scene.bed) : scene.bed);
    }
  }
  const picture = sharp(Buffer.from(grey.buffer), { raw: { width, height, channels: 1 } });
  return picture.blur(Math.max(0.3, scene.blur)).toColourspace('b-w').raw().toBuffer();
}

interface GreyWithAlpha {
  readonly luma: Uint8Array;
  readonly alpha: Uint8Array;
  readonly width: number;
  readonly height: number;
}

async function greyWithAlpha(card: Buffer): Promise<GreyWithAlpha> {
  const rgba = sharp(card).ensureAlpha();
  const { data, info } = await rgba.clone().greyscale().removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const alpha = await rgba.clone().extractChannel('alpha').raw().toBuffer();
  return { luma: data, alpha, width: info.width, height: info.height };
}

/** The card's colour at a place between its pixels (bilinear), over the bed where it is clear. */
function overBed({ luma, alpha, width, height }: GreyWithAlpha, u: number, v: number, bed: number): number {
  if (u < 0 || v < 0 || u >= width - 1 || v >= height - 1) return bed;
  const [iu, iv] = [Math.floor(u), Math.floor(v)];
  const at = iv * width + iu;
  const mixed = (samples: Uint8Array) => {
    const top = (samples[at] as number) * (1 - u + iu) + (samples[at + 1] as number) * (u - iu);
    const low = (samples[at + width] as number) * (1 - u + iu) + (samples[at + width + 1] as number) * (u - iu);
    return top * (1 - v + iv) + low * (v - iv);
  };
  const cover = mixed(alpha) / 255;
  return mixed(luma) * cover + bed * (1 - cover);
}

/** The plane map from frame to card by eight linear equations, solved by elimination: no code shared with the reader. */
function frameToCard(corners: Scene['corners'], width: number, height: number): number[] {
  const targets = [
    [0, 0],
    [width, 0],
    [width, height],
    [0, height],
  ];
  const rows = corners.flatMap(([x, y], index) => {
    const [u = 0, v = 0] = targets[index] ?? [];
    return [
      [x, y, 1, 0, 0, 0, -u * x, -u * y, u],
      [0, 0, 0, x, y, 1, -v * x, -v * y, v],
    ];
  });
  for (let pivot = 0; pivot < 8; pivot++) {
    const best = rows
      .slice(pivot)
      .reduce((top, row, at) => (Math.abs(row[pivot] ?? 0) > Math.abs(rows[pivot + top]?.[pivot] ?? 0) ? at : top), 0);
    [rows[pivot], rows[pivot + best]] = [rows[pivot + best] as number[], rows[pivot] as number[]];
    const lead = rows[pivot] as number[];
    for (const row of rows) {
      if (row === lead) continue;
      const factor = (row[pivot] as number) / (lead[pivot] as number);
      for (let k = pivot; k < 9; k++) row[k] = (row[k] as number) - factor * (lead[k] as number);
    }
  }
  return rows.map((row, index) => (row[8] as number) / (row[index] as number));
}

/** Normally distributed, by Box and Muller. */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
