import type { Clock } from '../../../firmware/device/clock.ts';
import type { CardPresence } from '../contract.ts';
import { cardFault } from '../faults.ts';
import { findReader } from './find-reader.ts';
import { codedPcscError } from './pcsc-error.ts';
import type { PcscContext, PcscLibrary } from './pcsc-library.ts';

/** A wait for a change ends after this by itself, so that a lost wake-up costs no more. */
const waitMs = 1000;
/** A wait that has not ended by then, in ms, hangs: the service does not answer any more. */
const silentMs = 4000;
const silentStepMs = 500;
/** A larger step of the wall clock during a wait: libpcsclite waits by that clock, and set back would wait for as long. */
const clockStepMs = 1000;
/** Between two tries to get the service or the reader back. */
const retryMs = 500;
/** Between two calls that end a wait: one that comes before the wait has begun is lost in libpcsclite. */
const cancelMs = 20;

/** The event counter in the upper half of a reader's state: counts cards laid and taken (pcsc-lite, SCardGetStatusChange). */
const eventCounter = (state: number): number => state >>> 16;

interface Watching {
  readonly library: () => Promise<PcscLibrary>;
  readonly reader: string | undefined;
  readonly clock: Clock;
  readonly onChange: (presence: CardPresence) => void;
  readonly signal: AbortSignal;
}

/**
 * Tells what lies on the reader until `signal` aborts, then resolves; it opens no card and so disturbs nobody who does.
 * A service that stops, a reader unplugged, a driver not installed are `unavailable`; the context is then built anew until all is back.
 */
export async function watchPresence(watching: Watching): Promise<void> {
  const { clock, signal } = watching;
  const tell = withoutRepeats(watching.onChange);
  while (!signal.aborted) {
    try {
      const library = await watching.library();
      const context = new library.Context();
      try {
        await watchReader(library, context, { ...watching, onChange: tell });
      } finally {
        context.close();
      }
    } catch (error) {
      if (signal.aborted) return;
      tell({ state: 'unavailable', code: codedPcscError(error).code });
      await clock.sleep(retryMs, signal).catch(() => undefined);
    }
  }
}

/** Watches one reader until `signal` aborts; throws when the reader or the service is gone. */
async function watchReader(library: PcscLibrary, context: PcscContext, watching: Watching): Promise<void> {
  const { onChange, signal } = watching;
  const { name } = findReader(context, watching.reader);
  let state = library.SCARD_STATE_UNAWARE; // answered at once with how things are
  while (!signal.aborted) {
    const { changes, wasSilent } = await unlessSilent(waitForChange(context, name, state, watching), watching);
    if (wasSilent) state = library.SCARD_STATE_UNAWARE; // it answers again: how are things?
    const change = changes?.[0];
    if (change === undefined || signal.aborted) continue;
    if (change.state & (library.SCARD_STATE_UNKNOWN | library.SCARD_STATE_UNAVAILABLE)) {
      throw cardFault('CARD_READER_UNAVAILABLE', 'the reader was unplugged');
    }
    const laid = (state & library.SCARD_STATE_PRESENT) !== 0 && (change.state & library.SCARD_STATE_PRESENT) !== 0;
    const swapped = laid && eventCounter(state) !== eventCounter(change.state);
    if (swapped) onChange({ state: 'empty' }); // taken and laid again between two looks: another session
    onChange(presenceOf(library, change.state));
    state = change.state & ~library.SCARD_STATE_CHANGED;
  }
}

/** Awaits the service's answer; one that hangs is told as unavailable meanwhile. Only the end of the wait ends this, for its thread is taken. */
async function unlessSilent({ changes, end }: Wait, { clock, onChange }: Watching) {
  const answered = new AbortController();
  const clockOffset = () => clock.wall() - clock.monotonic();
  const before = clockOffset();
  let wasSilent = false;
  const watch = async () => {
    for (let waited = 0; !answered.signal.aborted; waited += silentStepMs) {
      if (Math.abs(clockOffset() - before) > clockStepMs) return end();
      if (waited >= silentMs && !wasSilent) {
        wasSilent = true;
        onChange({ state: 'unavailable', code: 'CARD_READER_UNAVAILABLE' });
      }
      await clock.sleep(silentStepMs, answered.signal).catch(() => undefined);
    }
  };
  const watching = watch();
  try {
    return { changes: await changes, wasSilent };
  } finally {
    answered.abort();
    await watching;
  }
}

interface Wait {
  /** Null or empty when nothing changed. */
  readonly changes: ReturnType<PcscContext['waitForChange']>;
  /** Ends it before its time. */
  end(): Promise<void>;
}

/** Waits in a thread of its own for the reader's state to differ from `state`; ended by the signal. */
function waitForChange(context: PcscContext, name: string, state: number, { clock, signal }: Watching): Wait {
  let ended = false;
  const end = async (): Promise<void> => {
    while (!ended) {
      try {
        context.cancel();
      } catch {} // the service is gone, and the wait with it
      await clock.sleep(cancelMs);
    }
  };
  const onAbort = (): void => void end();
  const changes = context.waitForChange([{ name, state, changed: false, atr: null }], waitMs).finally(() => {
    ended = true;
    signal.removeEventListener('abort', onAbort);
  });
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  return { changes, end };
}

function presenceOf(library: PcscLibrary, state: number): CardPresence {
  if (state & library.SCARD_STATE_MUTE) return { state: 'mute' };
  return { state: state & library.SCARD_STATE_PRESENT ? 'laid' : 'empty' };
}

function withoutRepeats(onChange: (presence: CardPresence) => void): (presence: CardPresence) => void {
  let last = '';
  return (presence) => {
    const key = presence.state === 'unavailable' ? `unavailable ${presence.code}` : presence.state;
    if (key === last) return;
    last = key;
    onChange(presence);
  };
}
