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

/** Frames of one scene; they differ by their noise. Without a card, of the empty bed. */
export async function framesOf(
  card: Buffer | undefined,
  scene: Scene,
  count: number,
  random: Random,
): Promise<Frame[]> {
  const lit = await laid(card, scene);
  const frames: Frame[] = [];
  for (let n = 0; n < count; n++) {
    const noisy = Buffer.from(lit.map((value) => value + scene.noise * normal(random)));
    const picture = sharp(noisy, { raw: { ...frame, channels: 3 } });
    frames.push({ jpeg: await picture.jpeg({ quality: scene.quality }).toBuffer(), at: n * 100 });
  }
  return frames;
}

/** The lit bed with the card on it, RGB, clamped. */
async function laid(card: Buffer | undefined, scene: Scene): Promise<Uint8ClampedArray> {
  const { width, height } = frame;
  const rgb = new Uint8ClampedArray(3 * width * height);
  const source = card && (await sharp(card).ensureAlpha().raw().toBuffer({ resolveWithObject: true }));
  const map = source && frameToCard(scene.corners, source.info.width, source.info.height);
  const [dx, dy] = [Math.cos(scene.shadeTurn), Math.sin(scene.shadeTurn)];
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 3) {
      const along = ((x / width - 0.5) * dx + (y / height - 0.5) * dy) / 1.42 + 0.5;
      const light = scene.shade + (1 - scene.shade) * along;
      const sample = source && map && cardColour(source.data, source.info, map, x + 0.5, y + 0.5);
      for (let c = 0; c < 3; c++) {
        const [value, alpha] = sample ? [sample[c] as number, (sample[3] as number) / 255] : [0, 0];
        rgb[at + c] = light * (value * alpha + scene.bed * (1 - alpha));
      }
    }
  }
  const picture = sharp(Buffer.from(rgb.buffer), { raw: { width, height, channels: 3 } });
  return new Uint8ClampedArray(await picture.blur(Math.max(0.3, scene.blur)).raw().toBuffer());
}

function cardColour(
  data: Buffer,
  { width, height }: { width: number; height: number },
  m: readonly number[],
  x: number,
  y: number,
): number[] | undefined {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = m;
  const w = g * x + h * y + 1;
  const [u, v] = [(a * x + b * y + c) / w - 0.5, (d * x + e * y + f) / w - 0.5];
  if (u < 0 || v < 0 || u >= width - 1 || v >= height - 1) return undefined;
  const [iu, iv] = [Math.floor(u), Math.floor(v)];
  const [fu, fv] = [u - iu, v - iv];
  return [0, 1, 2, 3].map((k) => {
    const at = (iv * width + iu) * 4 + k;
    const top = (data[at] as number) * (1 - fu) + (data[at + 4] as number) * fu;
    const low = (data[at + 4 * width] as number) * (1 - fu) + (data[at + 4 * width + 4] as number) * fu;
    return top * (1 - fv) + low * fv;
  });
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
