import { parentPort } from 'node:worker_threads';
import { systemClock } from '../../firmware/device/system-clock.ts';
import type { FromCameras, ToCameras } from './camera-words.ts';
import { refusalOf } from './control.ts';
import { setUpViews } from './views.ts';

/** The thread that draws what the desk's cameras see: a picture takes as long as a card needs for ten answers, and no card waits for it. */
const port = parentPort;
if (!port) throw new Error('this is a thread of the emulated desk');
const say = (message: FromCameras, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer);
const cameras = await setUpViews(systemClock);
/** The views that somebody looks at. */
const views = new Map<number, { readonly stop: AbortController; stops: number }>();

port.on('message', (message: ToCameras) => {
  switch (message.do) {
    case 'lay':
      return void cameras.lay(message.printed).then(
        () => say({ say: 'laid', call: message.call }),
        (error: unknown) => say({ say: 'laid', call: message.call, refused: refusalOf(error) }),
      );
    case 'show':
      return cameras.show(shownOf(message.shown));
    case 'turn':
      return cameras.turnTo(message.turn);
    case 'light':
      return cameras.lightFrom(message.light);
    case 'fail':
      return cameras.fail(message.camera, message.failure);
    case 'look':
      return void look(message.view, message.camera);
    case 'expose': {
      const view = views.get(message.view);
      if (view) view.stops = message.stops;
      return;
    }
    case 'look-away':
      return views.get(message.view)?.stop.abort();
  }
});
say({ say: 'ready' });

/** A Buffer comes over as plain bytes. */
const shownOf = (shown: Extract<ToCameras, { do: 'show' }>['shown']) =>
  shown && { ...shown, portrait: Buffer.from(shown.portrait) };

async function look(number: number, camera: 'card' | 'face'): Promise<void> {
  const view = { stop: new AbortController(), stops: 0 };
  views.set(number, view);
  const { signal } = view.stop;
  try {
    const frames = camera === 'card' ? cameras.cardFrames(signal) : cameras.faceFrames(signal, () => view.stops);
    for await (const { jpeg } of frames) {
      const own = new Uint8Array(jpeg); // not of a pool: it is handed over, not copied
      say({ say: 'frame', view: number, jpeg: own }, [own.buffer]);
    }
    say({ say: 'over', view: number });
  } catch (error) {
    say({ say: 'over', view: number, refused: refusalOf(error) });
  } finally {
    views.delete(number);
  }
}
