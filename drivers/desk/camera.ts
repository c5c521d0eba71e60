import type { Camera, Frame } from '../camera/contract.ts';
import { cameraFault } from '../camera/faults.ts';
import { exposureWords } from './exposure-words.ts';
import { connectDesk, type DeskLink } from './link.ts';

/** The emulated camera as the reader sees it: frames from the desk while connected, the newest first, none kept. */
export function createDeskCamera(desk: string, which: 'face-camera' | 'card-camera'): Camera {
  const links = new Set<DeskLink>();
  return {
    frames: (signal) => deskFrames(desk, which, signal, links),
    ...(which === 'face-camera'
      ? {
          expose: async (stops: number) => {
            for (const link of links) link.send(exposureWords(stops));
          },
        }
      : {}),
  };
}

async function* deskFrames(
  desk: string,
  which: 'face-camera' | 'card-camera',
  signal: AbortSignal,
  links: Set<DeskLink>,
): AsyncGenerator<Frame> {
  if (signal.aborted) return;
  const link = await connectDesk(desk, which).catch((cause) => {
    throw cameraFault('CAMERA_UNAVAILABLE', which, { cause });
  });
  links.add(link);
  let newest: Frame | undefined;
  let wake = () => {};
  link.onMessage = (jpeg) => {
    newest?.jpeg.fill(0);
    newest = { jpeg, at: performance.now() };
    wake();
  };
  link.onClose = () => wake();
  const stop = () => wake();
  signal.addEventListener('abort', stop);
  try {
    while (!signal.aborted) {
      if (newest) {
        const frame: Frame = newest;
        newest = undefined;
        yield frame;
      } else if (link.closed) {
        throw cameraFault('CAMERA_LOST', which);
      } else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  } finally {
    signal.removeEventListener('abort', stop);
    link.close();
    links.delete(link);
    newest?.jpeg.fill(0);
  }
}
