import { Worker } from 'node:worker_threads';
import type { Frame } from '../../drivers/camera/contract.ts';
import { toldError } from '../records/told-error.ts';
import { checkFault } from './faults.ts';
import { expectHandingOver, faultOfWords, faultWords, movedOut } from './handed-over.ts';
import type { LiveTold, Sight, SightSettings } from './sight.ts';
import type { FromSight, SightTask, TaskNeeds, ToSight } from './sight-words.ts';

interface Call extends Partial<LiveTold> {
  readonly resolve: (answer: Extract<FromSight, { say: 'done' }>) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Sight in a thread of its own (`entry`: the bundled sight-thread), loaded and ready. Rejects when the thread dies.
 */
export async function loadFarSight(entry: string, settings: SightSettings): Promise<Sight> {
  expectHandingOver();
  const worker = new Worker(entry);
  const calls = new Map<number, Call>();
  /** Frames on their way to the thread. */
  const shows = new Set<Promise<void>>();
  let last = 0;
  const tell = (message: ToSight, transfer: ArrayBuffer[] = []) => worker.postMessage(message, transfer);

  await new Promise<void>((resolve, reject) => {
    worker.once('error', reject);
    worker.on('message', (message: FromSight) => {
      if (message.say === 'loaded') return resolve();
      const call = calls.get(message.call);
      if (message.say === 'hint') return call?.onHint?.(message.code);
      if (message.say === 'exposure') return call?.onExposure?.(message.stops);
      calls.delete(message.call);
      if (message.say === 'done') call?.resolve(message);
      else call?.reject(faultOfWords(message.fault));
    });
    tell({ do: 'load', settings });
  });
  worker.on('error', (error) => {
    for (const call of calls.values()) call.reject(checkFault('CHECK_FAILED', toldError(error), { cause: error }));
    calls.clear();
  });

  const ask = (task: SightTask, needs: TaskNeeds = {}, told: Partial<LiveTold> = {}) => {
    const call = ++last;
    const answer = new Promise<Extract<FromSight, { say: 'done' }>>((resolve, reject) => {
      calls.set(call, { resolve, reject, ...told });
    });
    tell({ do: task, call, ...needs }, needs.photo ? [needs.photo.buffer] : []);
    return { call, answer };
  };

  const show = (call: number, frames: AsyncIterable<Frame>) => {
    const showing: Promise<void> = handOver(call, frames).finally(() => shows.delete(showing));
    shows.add(showing);
  };
  /** Hands the frames over until the call has its answer. */
  const handOver = async (call: number, frames: AsyncIterable<Frame>) => {
    try {
      for await (const { jpeg, at } of frames) {
        if (!calls.has(call)) {
          jpeg.fill(0);
          return;
        }
        const moved = movedOut(jpeg);
        tell({ do: 'frame', call, jpeg: moved, at }, [moved.buffer]);
      }
      tell({ do: 'frames-over', call });
    } catch (error) {
      tell({ do: 'frames-over', call, fault: faultWords(error) });
    }
  };

  return {
    scanCard: async (frames, { refused, onTrouble }) => {
      const { call, answer } = ask(
        'scan',
        refused ? { refused } : {},
        onTrouble && { onHint: (code) => code && onTrouble(code) },
      );
      show(call, frames);
      return (await answer).code ?? new Uint8Array();
    },
    live: async (frames, told) => {
      const { call, answer } = ask('live', {}, told);
      show(call, frames);
      await answer;
    },
    reference: async (photo) => {
      await ask('reference', { photo: movedOut(photo) }).answer;
    },
    matches: async () => (await ask('match').answer).matched === true,
    mark: (key) => tell({ do: 'mark', key }),
    forget: async () => {
      await Promise.all(shows); // a camera that is going off may still hold a picture
      return (await ask('forget').answer).forgotten ?? { held: {}, marks: [] };
    },
  };
}
