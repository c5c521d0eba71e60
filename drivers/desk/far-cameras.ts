import { Worker } from 'node:worker_threads';
import type { Clock } from '../../firmware/device/clock.ts';
import { CodedError } from '../../firmware/records/coded-error.ts';
import type { Frame } from '../camera/contract.ts';
import { createNewest, type Newest } from '../camera/newest.ts';
import type { FromCameras, Refused, ToCameras } from './camera-words.ts';
import type { DeskCameras } from './cameras.ts';
import { deskFault } from './faults.ts';

/** One view as its looker has it. */
interface View {
  readonly box: Newest<Frame>;
  refused?: Error;
}

/** The desk's cameras in a thread of their own (`entry`: the bundled camera-thread). Rejects when the thread does not start. */
export async function setUpFarCameras(entry: string, clock: Clock): Promise<DeskCameras> {
  const worker = new Worker(entry);
  const tell = (message: ToCameras) => worker.postMessage(message);
  const laying = new Map<number, (refused: Error | undefined) => void>();
  const views = new Map<number, View>();
  let last = 0;
  /** Why the thread is gone, once it is. */
  let lost: Error | undefined;

  const over = (view: View | undefined, refused: Error | undefined) => {
    if (view && refused) view.refused = refused;
    view?.box.end();
  };
  await new Promise<void>((resolve, reject) => {
    worker.once('error', reject);
    worker.on('message', (message: FromCameras) => {
      switch (message.say) {
        case 'ready':
          return resolve();
        case 'laid':
          laying.get(message.call)?.(errorOf(message.refused));
          laying.delete(message.call);
          return;
        case 'frame':
          return views.get(message.view)?.box.put({ jpeg: Buffer.from(message.jpeg.buffer), at: clock.monotonic() });
        case 'over':
          return over(views.get(message.view), errorOf(message.refused));
      }
    });
  });
  worker.on('error', (cause) => {
    lost = deskFault('DESK_FAILED', String(cause), { cause });
    for (const done of laying.values()) done(lost);
    laying.clear();
    for (const view of views.values()) over(view, lost);
  });

  async function* look(
    camera: 'card' | 'face',
    signal: AbortSignal,
    exposure: () => number = () => 0,
  ): AsyncGenerator<Frame> {
    const number = ++last;
    const view: View = { box: createNewest<Frame>(() => undefined) };
    views.set(number, view);
    const away = () => {
      tell({ do: 'look-away', view: number });
      view.box.end();
    };
    signal.addEventListener('abort', away, { once: true });
    try {
      if (lost) throw lost;
      if (signal.aborted) return;
      tell({ do: 'look', view: number, camera });
      let stops = 0;
      for (let frame = await view.box.take(); frame; frame = await view.box.take()) {
        yield frame;
        if (stops !== exposure()) {
          stops = exposure();
          tell({ do: 'expose', view: number, stops });
        }
      }
      if (view.refused) throw view.refused;
    } finally {
      signal.removeEventListener('abort', away);
      away();
      views.delete(number);
    }
  }

  return {
    lay: (printed) =>
      new Promise((resolve, reject) => {
        if (lost) return reject(lost);
        const call = ++last;
        laying.set(call, (refused) => (refused ? reject(refused) : resolve()));
        tell({ do: 'lay', call, printed });
      }),
    show: (shown) => tell({ do: 'show', shown }),
    turnTo: (turn) => tell({ do: 'turn', turn }),
    lightFrom: (light) => tell({ do: 'light', light }),
    fail: (camera, failure) => tell({ do: 'fail', camera, failure }),
    cardFrames: (signal) => look('card', signal),
    faceFrames: (signal, exposure) => look('face', signal, exposure),
    close: async () => {
      await worker.terminate();
      for (const { box } of views.values()) box.end();
    },
  };
}

const errorOf = (refused: Refused | undefined): Error | undefined => refused && new CodedError(refused.code, refused);
