import type { GreyImage } from './grey.ts';
import type { Traces } from './traces.ts';

/**
 * Brightness change seen along one direction of edges. For level edges (`along` = x) a positive `across` means brighter
 * below; for upright edges (`along` = y) brighter to the right. Sobel, so a step of one grey level counts 4 across.
 */
export interface EdgeField {
  /** Change at right angles to the edges looked for. */
  readonly across: Int16Array;
  /** Change along them. */
  readonly along: Int16Array;
  /** Pixels along the edges, and pixels across them. */
  readonly length: number;
  readonly depth: number;
  /** Index steps in the arrays. */
  readonly stepAlong: number;
  readonly stepAcross: number;
}

/** The picture's level and upright edges. */
export function edgeFields(image: GreyImage, traces: Traces): { level: EdgeField; upright: EdgeField } {
  const { width, height } = image;
  const gx = traces.keep(new Int16Array(width * height));
  const gy = traces.keep(new Int16Array(width * height));
  sobel(image, gx, gy);
  return {
    level: { across: gy, along: gx, length: width, depth: height, stepAlong: 1, stepAcross: width },
    upright: { across: gx, along: gy, length: height, depth: width, stepAlong: width, stepAcross: 1 },
  };
}

function sobel({ data, width, height }: GreyImage, gx: Int16Array, gy: Int16Array): void {
  const px = (at: number) => data[at] as number;
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1, at = y * width + 1; x < width - 1; x++, at++) {
      const [nw, ne, sw, se] = [px(at - width - 1), px(at - width + 1), px(at + width - 1), px(at + width + 1)];
      gx[at] = ne + 2 * px(at + 1) + se - nw - 2 * px(at - 1) - sw;
      gy[at] = sw + 2 * px(at + width) + se - nw - 2 * px(at - width) - ne;
    }
  }
}
