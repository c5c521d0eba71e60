import sharp from 'sharp';
import type { Frame } from '../contract.ts';

/** How a camera fails without going away: a dead or covered sensor, or one that repeats its last picture. */
export const cameraFailures = ['black', 'frozen'] as const;
export type CameraFailure = (typeof cameraFailures)[number];

/** The frames of a camera that fails as `failure` says now; undefined: it works. */
export async function* failing(
  frames: AsyncIterable<Frame>,
  failure: () => CameraFailure | undefined,
): AsyncGenerator<Frame> {
  let frozen: Buffer | undefined;
  for await (const frame of frames) {
    const now = failure();
    if (now !== 'frozen') frozen = undefined;
    else frozen ??= Buffer.from(frame.jpeg);
    const jpeg = now === 'black' ? await blackLike(frame.jpeg) : frozen ? Buffer.from(frozen) : frame.jpeg;
    yield { ...frame, jpeg };
  }
}

async function blackLike(jpeg: Buffer): Promise<Buffer> {
  const { width, height } = await sharp(jpeg).metadata();
  return sharp({ create: { width, height, channels: 3, background: 'black' } })
    .jpeg()
    .toBuffer();
}
