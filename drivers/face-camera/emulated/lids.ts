import type { Eye, FacePlace } from './face-place.ts';
import type { PersonLayer } from './person-layer.ts';

/** An eye with its lashes, against the corners that landmarks give it: they miss by a few pixels, the lid must not. */
const reach = { width: 1.3, height: 0.78, shut: 0.7 };
/** A lid's light against the skin below the eye, and that of the lashes. */
const [shade, lash] = [0.93, 0.42];

/** An upright line through an eye, in pixels of the layer. */
interface Slit {
  readonly x: number;
  readonly top: number;
  readonly bottom: number;
  /** Red, green and blue of the lid here. */
  readonly skin: readonly number[];
}

/**
 * The lids of a person, in the colour of the skin below the eyes, lashes at their edge. Answers a function that changes
 * the layer to show them closed by a part, 0…1; what is not eye stays as it is. Without eyes it changes nothing.
 */
export function createLids(layer: PersonLayer, eyes: FacePlace['eyes'] = undefined): (closed: number) => void {
  const open = Uint8Array.from(eyes ? layer.rgba : []);
  const slits = (eyes ?? []).flatMap((eye) => slitsOf(layer, eye));
  let shown = 0;
  return (closed) => {
    if (closed === shown) return;
    for (const slit of slits) drawSlit(layer, open, slit, closed);
    shown = closed;
  };
}

/** Cuts the almond of an eye into its columns of pixels. */
function slitsOf({ width, height, rgba }: PersonLayer, eye: Eye): Slit[] {
  const [left, right] = [eye[0][0] * width, eye[3][0] * width];
  const middle = (eye.reduce((sum, [, y]) => sum + y, 0) / eye.length) * height;
  const half = ((right - left) / 2) * reach.width;
  const slits: Slit[] = [];
  for (let x = Math.ceil((left + right) / 2 - half); x < (left + right) / 2 + half; x += 1) {
    const high = half * reach.height * (1 - ((x - (left + right) / 2) / half) ** 2);
    const below = Math.round(middle + half * reach.height * 1.15);
    const skin = [0, 1, 2].map((channel) => {
      let sum = 0;
      for (let y = below - 1; y <= below + 1; y += 1)
        for (let beside = -6; beside <= 6; beside += 1) sum += rgba[(y * width + x + beside) * 4 + channel] ?? 0;
      return (shade * sum) / 39;
    });
    slits.push({ x, top: middle - high, bottom: middle + high * reach.shut, skin });
  }
  return slits;
}

function drawSlit({ width, rgba }: PersonLayer, open: Uint8Array, { x, top, bottom, skin }: Slit, closed: number) {
  const edge = top + closed * (bottom - top);
  for (let y = Math.floor(top); y <= bottom + 1; y += 1) {
    const at = (y * width + x) * 4;
    const lid = within((y - top) / 3) * within(edge - y + 0.5) * within(3 * closed);
    const round = 1 - 0.16 * Math.abs((2 * (y - top)) / (bottom - top) - 0.9); // darker towards crease and cheek
    const light = round - (round - lash) * within(1.4 - Math.abs(edge - 1 - y));
    for (let channel = 0; channel < 3; channel += 1) {
      const seen = open[at + channel] as number;
      rgba[at + channel] = seen + lid * (light * (skin[channel] as number) - seen);
    }
  }
}

const within = (part: number): number => Math.min(1, Math.max(0, part));
