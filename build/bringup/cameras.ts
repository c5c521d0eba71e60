import sharp from 'sharp';
import type { Camera, Frame } from '../../drivers/camera/contract.ts';
import { createCamera } from '../../drivers/camera/index.ts';
import { decodeFrame } from '../../firmware/card-face/decode-frame.ts';
import type { Quad } from '../../firmware/card-face/geometry.ts';
import { pyramid } from '../../firmware/card-face/grey.ts';
import { placeOfCard } from '../../firmware/card-face/lay.ts';
import { Traces } from '../../firmware/card-face/traces.ts';
import { type Bench, failed, median, type Part, type PartFinding } from './part.ts';

/** Pictures that are looked at, once the exposure has settled. */
const settling = 10;
const looked = 20;
/** Mean brightness, 0 … 255, within which a picture is neither dark nor blown out. */
const brightness = { least: 40, most: 215 };
/** Mean step from pixel to pixel of a picture in focus, at least; measured: the emulated cameras give 2.3 and 3.8, out of focus by two pixels 1.4 and 1.6. */
const leastSharpness = { 'face-camera': 1.5, 'card-camera': 2 } as const;
const latestMs = 250;
/** So much of the picture's width a card covers, for its print to be read. */
const cardWidth = { least: 0.45, most: 0.98 };
/** Opposite sides of a card differ by less where the camera looks straight down on it. */
const mostSkew = 0.12;
const edgeWidth = 400;

interface Looked {
  readonly last: Frame;
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  readonly lateMs: number;
  readonly mean: number;
  readonly sharpness: number;
}

/** The face camera: rate, age of its pictures, exposure and focus. */
export const faceCameraPart: Part = {
  name: 'face-camera',
  title: 'face camera: focus, exposure, latency',
  try: async (bench) => {
    bench.say('stand before the face camera, an arm away');
    const seen = await look(await cameraOf(bench, 'face-camera'), bench);
    const complaint = complaintOf(seen, leastSharpness['face-camera']);
    return { ...told(seen, complaint), picture: { bytes: seen.last.jpeg, ending: 'jpg' } };
  },
};

/** The card camera: the same, and where the card lies in its picture. */
export const cardCameraPart: Part = {
  name: 'card-camera',
  title: 'card camera: geometry of the card bed',
  try: async (bench) => {
    bench.say('lay the test card on the bed, its photo side up');
    const seen = await look(await cameraOf(bench, 'card-camera'), bench);
    const traces = new Traces();
    try {
      const grey = await decodeFrame(seen.last.jpeg, traces);
      if (!grey) return failed('its picture cannot be read');
      const levels = pyramid(grey, edgeWidth, traces);
      const place = placeOfCard(grey, levels.at(-1) ?? grey, undefined, traces);
      if (place?.by !== 'edges')
        return {
          ...failed('no card is seen: lay it, light it, look from above'),
          picture: { bytes: seen.last.jpeg, ending: 'jpg' },
        };
      const geometry = geometryOf(place.corners, seen.width);
      const complaint = complaintOf(seen, leastSharpness['card-camera']) ?? geometry.complaint;
      const { outcome, found, figures } = told(seen, complaint);
      return {
        outcome,
        found: `${found}; card ${Math.round(100 * geometry.width)} % of the picture, skew ${Math.round(100 * geometry.skew)} %`,
        figures: { ...figures, cardWidth: geometry.width, skew: geometry.skew },
        picture: { bytes: await outlined(seen, place.corners), ending: 'jpg' },
      };
    } finally {
      traces.wipe();
    }
  },
};

function cameraOf({ settings: { drivers }, clock }: Bench, which: 'face-camera' | 'card-camera'): Promise<Camera> {
  return createCamera(
    which,
    which === 'face-camera' ? drivers.faceCamera : drivers.cardCamera,
    drivers.desk.socket,
    clock,
  );
}

async function look(camera: Camera, { clock }: Bench): Promise<Looked> {
  const stop = new AbortController();
  const ages: number[] = [];
  let [count, firstAt] = [0, 0];
  let last: Frame | undefined;
  for await (const frame of camera.frames(stop.signal)) {
    count += 1;
    last?.jpeg.fill(0);
    last = frame;
    if (count === settling) firstAt = clock.monotonic();
    if (count > settling) ages.push(performance.now() - frame.at);
    if (count === settling + looked) break;
  }
  const seconds = (clock.monotonic() - firstAt) / 1000;
  stop.abort();
  if (!last || count < settling + looked) throw new Error(`the camera gave ${count} pictures and ended`);
  const { data, info } = await sharp(last.jpeg).greyscale().raw().toBuffer({ resolveWithObject: true });
  let [sum, steps] = [0, 0];
  for (let at = 1; at < data.length; at += 1) {
    sum += data[at] ?? 0;
    steps += Math.abs((data[at] ?? 0) - (data[at - 1] ?? 0));
  }
  data.fill(0);
  return {
    last,
    width: info.width,
    height: info.height,
    fps: looked / seconds,
    lateMs: median(ages),
    mean: sum / data.length,
    sharpness: steps / data.length,
  };
}

function complaintOf({ mean, sharpness, lateMs }: Looked, sharpEnough: number): string | undefined {
  if (mean < brightness.least) return 'too dark';
  if (mean > brightness.most) return 'too bright';
  if (sharpness < sharpEnough) return 'out of focus';
  return lateMs > latestMs ? 'its pictures come late' : undefined;
}

function told({ width, height, fps, lateMs, mean, sharpness }: Looked, complaint: string | undefined): PartFinding {
  const figures = { width, height, fps, lateMs, mean, sharpness };
  const words = `${width}x${height}, ${fps.toFixed(1)} a second, ${Math.round(lateMs)} ms old, brightness ${Math.round(mean)}, sharpness ${sharpness.toFixed(1)}`;
  return {
    outcome: complaint === undefined ? 'pass' : 'FAIL',
    found: complaint ? `${complaint}: ${words}` : words,
    figures,
  };
}

function geometryOf(corners: Quad, pictureWidth: number) {
  const [a, b, c, d] = corners;
  const far = (p: typeof a, q: typeof a) => Math.hypot(p.x - q.x, p.y - q.y);
  const [top, right, bottom, left] = [far(a, b), far(b, c), far(c, d), far(d, a)];
  const width = Math.max(top, bottom) / pictureWidth;
  const skew = Math.max(Math.abs(top - bottom) / Math.max(top, bottom), Math.abs(left - right) / Math.max(left, right));
  const complaint =
    width < cardWidth.least
      ? 'the card is too small in the picture'
      : width > cardWidth.most
        ? 'the card does not fit in the picture'
        : skew > mostSkew
          ? 'the camera looks at a slant'
          : undefined;
  return { width, skew, complaint };
}

/** The picture with the card's outline as it was found. */
function outlined({ last, width, height }: Looked, corners: Quad): Promise<Buffer> {
  const points = corners.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><polygon points="${points}" fill="none" stroke="#00d000" stroke-width="4"/></svg>`;
  return sharp(last.jpeg)
    .composite([{ input: Buffer.from(svg) }])
    .jpeg({ quality: 90 })
    .toBuffer();
}
