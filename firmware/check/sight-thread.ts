import { randomInt } from 'node:crypto';
import { parentPort } from 'node:worker_threads';
import type { Frame } from '../../drivers/camera/contract.ts';
import { createNewest, type Newest } from '../../drivers/camera/newest.ts';
import { systemClock } from '../device/system-clock.ts';
import { expectHandingOver, faultOfWords, faultWords, movedOut } from './handed-over.ts';
import { Held } from './held.ts';
import { loadSight, type NearSight, type Sight } from './sight.ts';
import type { FaultWords, FromSight, SightTask, TaskNeeds, ToSight } from './sight-words.ts';

/** The thread that sees: models and templates live here, so that looking at faces never holds up the card (R12). */
const port = parentPort;
if (!port) throw new Error('this is a thread of the check process');
expectHandingOver();
let loaded: Promise<NearSight> | undefined;
let rehearsing: Promise<void> | undefined;
/** Aborted by the first task: then nothing is rehearsed any more. */
const needed = new AbortController();
/** Longer rehearses no board that is quick enough for patients; a slower machine, just started, has others waiting for its processors (R46). */
const longestRehearsalMs = 10_000;
const held = new Held();
const watched = new Map<number, Watched>();

/** The frames of one call, as they come from the check. */
interface Watched {
  readonly box: Newest<Frame>;
  readonly stop: AbortController;
  fault?: FaultWords;
}

const say = (message: FromSight, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer);

port.on('message', (message: ToSight) => {
  switch (message.do) {
    case 'load':
      loaded = loadSight(message.settings, { clock: systemClock, random: () => randomInt(2 ** 32) / 2 ** 32, held });
      loaded.then((sight) => {
        say({ say: 'loaded' });
        const stop = AbortSignal.any([needed.signal, AbortSignal.timeout(longestRehearsalMs)]);
        rehearsing = sight.rehearse(stop).catch(() => undefined); // the first task will fail alike, and tell
      });
      return;
    case 'mark':
      return void loaded?.then((sight) => sight.mark(message.key));
    case 'frame':
      return frame(message.call, { jpeg: Buffer.from(message.jpeg.buffer), at: message.at });
    case 'frames-over':
      return framesOver(message.call, message.fault);
    default:
      void run(message.do, message.call, message);
  }
});

function frame(call: number, taken: Frame): void {
  held.note(taken.jpeg, 'frame');
  const { box } = watched.get(call) ?? {};
  if (box) box.put(taken);
  else taken.jpeg.fill(0); // its call has its answer already
}

function framesOver(call: number, fault: FaultWords | undefined): void {
  const watching = watched.get(call);
  if (!watching) return;
  if (fault) watching.fault = fault;
  watching.stop.abort();
  watching.box.end();
}

async function run(task: SightTask, call: number, needs: TaskNeeds): Promise<void> {
  needed.abort();
  const seen = watch(call); // at once: what comes for it must not be missed
  try {
    const sight = await loaded;
    if (!sight) throw new Error('the models were never loaded');
    await rehearsing;
    await answer(sight, task, call, needs, seen);
  } catch (error) {
    say({ say: 'failed', call, fault: watched.get(call)?.fault ?? faultWords(error) });
  } finally {
    needs.photo?.fill(0);
    watched.get(call)?.box.end();
    watched.delete(call);
  }
}

async function answer(
  sight: Sight,
  task: SightTask,
  call: number,
  { photo, refused }: TaskNeeds,
  { frames, signal }: Seen,
): Promise<void> {
  switch (task) {
    case 'scan': {
      const onTrouble = (code: string) => say({ say: 'hint', call, code });
      const code = movedOut(await sight.scanCard(frames, { onTrouble, ...(refused ? { refused } : {}) }, signal));
      return say({ say: 'done', call, code }, [code.buffer]);
    }
    case 'live': {
      const onHint = (code: string | undefined) => say({ say: 'hint', call, code });
      const onExposure = (stops: number) => say({ say: 'exposure', call, stops });
      await sight.live(frames, { onHint, onExposure }, signal);
      return say({ say: 'done', call });
    }
    case 'reference':
      if (photo) await sight.reference(photo);
      return say({ say: 'done', call });
    case 'match':
      return say({ say: 'done', call, matched: await sight.matches() });
    case 'forget':
      return say({ say: 'done', call, forgotten: await sight.forget() });
  }
}

/** The frames of a call, and the signal that they are over. */
interface Seen {
  readonly frames: AsyncIterable<Frame>;
  readonly signal: AbortSignal;
}

function watch(call: number): Seen {
  const watching: Watched = { box: createNewest<Frame>(({ jpeg }) => jpeg.fill(0)), stop: new AbortController() };
  watched.set(call, watching);
  return { frames: framesOf(watching), signal: watching.stop.signal };
}

async function* framesOf(watching: Watched): AsyncGenerator<Frame> {
  for (let taken = await watching.box.take(); taken; taken = await watching.box.take()) yield taken;
  if (watching.fault) throw faultOfWords(watching.fault);
}
