import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { CardPresence } from '../../drivers/card/contract.ts';
import { codedPcscError } from '../../drivers/card/pcsc/pcsc-error.ts';
import type { PcscContext, PcscLibrary } from '../../drivers/card/pcsc/pcsc-library.ts';
import { createPcscReader } from '../../drivers/card/pcsc/pcsc-reader.ts';
import type { Clock } from '../../firmware/device/clock.ts';
import { errorOf } from './scripted-channel.ts';

const test = suite('watching the reader, by a scripted PC/SC service');

const flag = { changed: 0x02, unknown: 0x04, unavailable: 0x08, empty: 0x10, present: 0x20, inUse: 0x100, mute: 0x200 };
const event = (count: number, flags: number) => ((count << 16) | flags | flag.changed) >>> 0;

/** One step of the service: a context refused, no reader, a reader's state, a wait that fails or brings nothing. */
type Step = { refuse: string } | 'no reader' | { state: number } | { fail: string } | 'nothing';

/** A service that goes through the steps, counts its contexts, and aborts the watch at the end. */
function service(steps: Step[], stop: AbortController) {
  const counts = { opened: 0, closed: 0, asked: [] as number[] };
  const next = () => steps.shift();
  class Context {
    readonly isValid = true;
    constructor() {
      const [step] = steps;
      if (typeof step === 'object' && 'refuse' in step) throw new Error((next() as { refuse: string }).refuse);
      counts.opened += 1;
    }
    listReaders() {
      if (steps[0] === 'no reader') {
        next();
        return [];
      }
      return [{ name: 'Reader A', state: 0, atr: null, connect: () => Promise.reject(new Error('Card was removed')) }];
    }
    async waitForChange(asked: { state: number }[]) {
      counts.asked.push(asked[0]?.state ?? -1);
      const step = next();
      if (step === undefined) {
        stop.abort();
        return null;
      }
      if (typeof step === 'object' && 'fail' in step) throw new Error(step.fail);
      return typeof step === 'object' && 'state' in step
        ? [{ name: 'Reader A', state: step.state, changed: true, atr: null }]
        : [];
    }
    cancel() {}
    close() {
      counts.closed += 1;
    }
  }
  const library = {
    Context,
    ...{
      SCARD_SHARE_EXCLUSIVE: 1,
      SCARD_PROTOCOL_T0: 1,
      SCARD_PROTOCOL_T1: 2,
      SCARD_UNPOWER_CARD: 2,
      SCARD_STATE_UNAWARE: 0,
    },
    ...{
      SCARD_STATE_CHANGED: flag.changed,
      SCARD_STATE_UNKNOWN: flag.unknown,
      SCARD_STATE_UNAVAILABLE: flag.unavailable,
    },
    ...{ SCARD_STATE_PRESENT: flag.present, SCARD_STATE_MUTE: flag.mute },
  } as unknown as PcscLibrary;
  return { library, counts };
}

const clock: Clock = { wall: () => 0, monotonic: () => 0, sleep: () => Promise.resolve() };

async function told(steps: Step[], reader = 'Reader') {
  const stop = new AbortController();
  const { library, counts } = service(steps, stop);
  const seen: string[] = [];
  const tell = (presence: CardPresence) => seen.push(presence.state === 'unavailable' ? presence.code : presence.state);
  await createPcscReader({ reader }, { clock, library: async () => library }).watch(tell, stop.signal);
  return { seen, counts };
}

test('what lies there is told at once, and each change of it', async () => {
  const { seen, counts } = await told([
    { state: event(0, flag.empty) },
    { state: event(1, flag.present) },
    { state: event(2, flag.empty) },
  ]);
  assert.equal(seen, ['empty', 'laid', 'empty']);
  assert.is(counts.asked[0], 0);
  assert.is(counts.asked[1], event(0, flag.empty) & ~flag.changed);
});

test('a check that opens the card changes nothing for the watch', async () => {
  const laid = event(1, flag.present);
  assert.equal((await told([{ state: laid }, { state: laid | flag.inUse }, 'nothing', { state: laid }])).seen, [
    'laid',
  ]);
});

test('a card swapped between two looks is another session', async () => {
  const { seen } = await told([{ state: event(1, flag.present) }, { state: event(3, flag.present | flag.inUse) }]);
  assert.equal(seen, ['laid', 'empty', 'laid']);
});

test('[R06] a card that does not answer is mute', async () => {
  assert.equal((await told([{ state: event(1, flag.present | flag.mute) }])).seen, ['mute']);
});

test('[R46] a service that is down is told once, and the reader when it is back', async () => {
  const down = { refuse: 'PC/SC service not running' };
  const { seen, counts } = await told([down, down, down, { state: event(0, flag.empty) }]);
  assert.equal(seen, ['CARD_READER_UNAVAILABLE', 'empty']);
  assert.is(counts.opened, counts.closed);
});

test('[R46] a reader unplugged and plugged in again: the context is built anew', async () => {
  const { seen, counts } = await told([
    { state: event(1, flag.present) },
    { state: flag.unknown },
    'no reader',
    { state: event(0, flag.empty) },
  ]);
  assert.equal(seen, ['laid', 'CARD_READER_UNAVAILABLE', 'empty']);
  assert.equal([counts.opened, counts.closed], [3, 3]);
});

test('[R46] a wait that fails is a service lost', async () => {
  const { seen } = await told([
    { state: event(0, flag.empty) },
    { fail: 'Communication error' },
    { state: event(0, flag.empty) },
  ]);
  assert.equal(seen, ['empty', 'CARD_READER_UNAVAILABLE', 'empty']);
});

test('[R46] a clock that is set back leaves the wait hanging in libpcsclite: it is ended, and the reader never said to be gone', async () => {
  const stop = new AbortController();
  const { library, counts } = service([{ state: event(0, flag.empty) }], stop);
  let wall = 0;
  let hanging: ((changes: null) => void) | undefined;
  const { Context } = library;
  class Hanging extends Context {
    override waitForChange(asked: Parameters<PcscContext['waitForChange']>[0], ms: number) {
      if (counts.asked.length !== 1) return super.waitForChange(asked, ms);
      counts.asked.push(-1);
      setImmediate(() => {
        wall = -500 * 86_400_000;
      });
      return new Promise<null>((resolve) => {
        hanging = resolve;
      });
    }
    override cancel(): void {
      hanging?.(null);
    }
  }
  const seen: CardPresence['state'][] = [];
  const set: Clock = { ...clock, wall: () => wall, sleep: () => new Promise((resolve) => setImmediate(resolve)) };
  const reader = createPcscReader({}, { clock: set, library: async () => ({ ...library, Context: Hanging }) });
  await reader.watch(({ state }) => seen.push(state), stop.signal);
  assert.equal(seen, ['empty']);
  assert.is(counts.asked.length, 3, 'it waits anew');
});

test('a reader of another name is not taken', async () => {
  const stop = new AbortController();
  const { library } = service([], stop);
  const seen: CardPresence[] = [];
  const reader = createPcscReader(
    { reader: 'Reader B' },
    { clock: { ...clock, sleep: async () => stop.abort() }, library: async () => library },
  );
  await reader.watch((presence) => seen.push(presence), stop.signal);
  assert.equal(seen, [{ state: 'unavailable', code: 'CARD_READER_UNAVAILABLE' }]);
});

test('a watch that is aborted before it begins tells nothing', async () => {
  const { library } = service([], new AbortController());
  await createPcscReader({}, { clock, library: async () => library }).watch(
    () => assert.unreachable(),
    AbortSignal.abort(),
  );
});

test('the package that is not installed is a reader unavailable, with the next step', async () => {
  const library = async (): Promise<PcscLibrary> => Promise.reject(new Error("Cannot find package 'smartcard'"));
  const error = await errorOf(createPcscReader({}, { clock, library }).open());
  assert.is(error.code, 'CARD_READER_UNAVAILABLE');
});

test('opening a card that has just left is CARD_ABSENT, and the context is closed', async () => {
  const { library, counts } = service([], new AbortController());
  assert.is((await errorOf(createPcscReader({}, { clock, library: async () => library }).open())).code, 'CARD_ABSENT');
  assert.equal([counts.opened, counts.closed], [1, 1]);
});

for (const [sentence, code] of [
  ['Sharing violation', 'CARD_BUSY'],
  ['Card is unresponsive', 'CARD_MUTE'],
  ['No smart card present', 'CARD_ABSENT'],
  ['Card was removed', 'CARD_REMOVED'],
  ['Card was reset', 'CARD_RESET'],
  ['Reader unavailable', 'CARD_READER_UNAVAILABLE'],
  ['PC/SC service stopped', 'CARD_READER_UNAVAILABLE'],
  ['Invalid handle', 'CARD_READER_UNAVAILABLE'],
  ['toString', 'CARD_READER_UNAVAILABLE'],
] as const) {
  test(`PC/SC says "${sentence}": ${code}`, () => assert.is(codedPcscError(new Error(sentence)).code, code));
}

test.run();
