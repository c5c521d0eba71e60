import type { Frame } from '../../drivers/camera/contract.ts';

/**
 * The frames that come once `first` is settled; those before are zeroed unseen. The card's scan opens the photo, and the card link then leaves
 * the processor free: looking at faces earlier only makes the scan, and with it the whole check, later (R12).
 */
export async function* framesAfter(
  first: Promise<unknown> | undefined,
  frames: AsyncIterable<Frame>,
): AsyncGenerator<Frame> {
  let settled = first === undefined;
  const settle = () => {
    settled = true;
  };
  first?.then(settle, settle);
  for await (const frame of frames) {
    if (settled) yield frame;
    else frame.jpeg.fill(0);
  }
}
