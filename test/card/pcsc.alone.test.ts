// time limit: 180 s
import { Buffer } from 'node:buffer';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { CardPresence, CardReader } from '../../drivers/card/contract.ts';
import type { Behaviours } from '../../drivers/card/emulated/behaviours.ts';
import { codeBOf } from '../../drivers/card/emulated/maker.ts';
import { MyNumberCard } from '../../drivers/card/my-number-card/my-number-card.ts';
import { createPcscReader } from '../../drivers/card/pcsc/pcsc-reader.ts';
import { systemClock } from '../../firmware/device/system-clock.ts';
import type { OwnPcscd } from '../support/pcscd.ts';
import { startPcscd } from '../support/pcscd.ts';
import type { CardProcess } from './card-process.ts';
import { bundleCardProcess, removeCardProcess, startCardProcess } from './card-process.ts';
import { newCard, trustStore } from './cards-for-tests.ts';
import { errorOf } from './scripted-channel.ts';
import { proveCard, signAndCheck } from './whole-flow.ts';

const store = await trustStore();
const emulated = await newCard();
const codeB = codeBOf(emulated.card);

interface Bench {
  daemon: OwnPcscd;
  card: CardProcess;
  reader: CardReader;
  watching: Watching;
  /** Lays the card and resolves once the reader sees it. */
  lay(behaviours?: Behaviours): Promise<void>;
  end(): Promise<void>;
}

interface Watching {
  readonly seen: CardPresence[];
  until(state: CardPresence['state'], from?: number): Promise<void>;
}

function watch(reader: CardReader, signal: AbortSignal): Watching & { ended: Promise<void> } {
  const seen: CardPresence[] = [];
  const ended = reader.watch((presence) => seen.push(presence), signal);
  const until = async (state: string, from = 0): Promise<void> => {
    for (let i = 0; i < 400; i += 1) {
      if (seen.slice(from).some((presence) => presence.state === state)) return;
      await systemClock.sleep(25);
    }
    throw new Error(`never ${state}: ${JSON.stringify(seen)}`);
  };
  return { seen, until, ended };
}

const test = suite<Bench>('cards through the real pcscd');

test.before(bundleCardProcess);
test.after(removeCardProcess);
test.before.each(async (bench) => {
  const stop = new AbortController();
  bench.daemon = await startPcscd();
  bench.card = startCardProcess();
  bench.reader = createPcscReader({ reader: 'Virtual PCD 00 00' }, { clock: systemClock });
  const { ended, ...watching } = watch(bench.reader, stop.signal);
  bench.watching = watching;
  bench.lay = async (behaviours = {}) => {
    await watching.until('empty');
    bench.card.lay(emulated.card, behaviours);
    await watching.until('laid');
  };
  bench.end = async () => {
    stop.abort();
    await ended;
    await bench.card.end();
    await bench.daemon.stop();
  };
});
test.after.each((bench) => bench.end());

test('[R01] a whole check through the daemon, in short reads', async ({ lay, reader }) => {
  await lay();
  const channel = await reader.open();
  const card = new MyNumberCard(channel);
  await proveCard(card, store, codeB);
  await card.verifyPin(Buffer.from('1234'));
  assert.is((await signAndCheck(card)).length, 256);
  await channel.close();
});

test('[R42] the card is unpowered at the end: nothing stays verified for the next who opens it', async ({
  lay,
  reader,
}) => {
  await lay();
  const first = await reader.open();
  const card = new MyNumberCard(first);
  await card.verifyPin(Buffer.from('1234'));
  await card.verifyCodeB(Buffer.from(codeB));
  await first.close();
  await first.close(); // twice does no harm
  assert.is((await errorOf(first.transmit(Buffer.from('0084000010', 'hex')))).code, 'CARD_RESET');
  const second = await reader.open();
  const next = new MyNumberCard(second);
  assert.is((await errorOf(next.readCardFace())).code, 'CARD_SECURITY_NOT_SATISFIED');
  assert.is((await errorOf(next.signDigest(Buffer.alloc(32)))).code, 'CARD_SECURITY_NOT_SATISFIED');
  await second.close();
});

test('the card belongs to one process: a second opener gets CARD_BUSY', async ({ lay, reader }) => {
  await lay();
  const first = await reader.open();
  assert.is((await errorOf(reader.open())).code, 'CARD_BUSY');
  assert.is(await new MyNumberCard(first).identify(), 'my-number-card');
  await first.close();
  await (await reader.open()).close();
});

test('[R06] a card pulled in mid-check is CARD_REMOVED, and the watch says empty', async ({
  lay,
  reader,
  watching,
}) => {
  await lay({ pullAtApdu: 30 });
  const channel = await reader.open();
  assert.is((await errorOf(proveCard(new MyNumberCard(channel), store, codeB))).code, 'CARD_REMOVED');
  await channel.close();
  await watching.until(
    'empty',
    watching.seen.findIndex(({ state }) => state === 'laid'),
  );
});

test('[R06] a card pulled between two commands is CARD_REMOVED too', async ({
  lay,
  reader,
  card: process,
  watching,
}) => {
  await lay();
  const channel = await reader.open();
  const card = new MyNumberCard(channel);
  await card.identify();
  process.take();
  await watching.until('empty', watching.seen.length);
  assert.is((await errorOf(card.pinTries())).code, 'CARD_REMOVED');
  await channel.close();
});

test('no card is CARD_ABSENT, no such reader is CARD_READER_UNAVAILABLE', async ({ reader, watching }) => {
  await watching.until('empty');
  assert.is((await errorOf(reader.open())).code, 'CARD_ABSENT');
  const absent = createPcscReader({ reader: 'No Such Reader' }, { clock: systemClock });
  assert.is((await errorOf(absent.open())).code, 'CARD_READER_UNAVAILABLE');
});

test('[R06] a card without a working chip is said to be mute', async ({ card, reader, watching }) => {
  await watching.until('empty');
  card.lay(emulated.card, { mute: true });
  await watching.until('mute');
  assert.is((await errorOf(reader.open())).code, 'CARD_MUTE');
});

test('the watch does not see, and does not disturb, a check that holds the card', async ({ lay, reader, watching }) => {
  await lay();
  const before = watching.seen.length;
  const channel = await reader.open();
  await proveCard(new MyNumberCard(channel), store, codeB);
  await channel.close();
  await systemClock.sleep(1200); // longer than one wait of the watch
  assert.equal(watching.seen.slice(before), []);
});

test('[R46] a daemon killed is a reader unavailable; it comes back with the daemon, the card still there', async (bench) => {
  await bench.lay();
  const channel = await bench.reader.open();
  process.kill(bench.daemon.pid, 'SIGKILL');
  await bench.watching.until('unavailable');
  assert.is((await errorOf(new MyNumberCard(channel).identify())).code, 'CARD_READER_UNAVAILABLE');
  assert.is((await errorOf(bench.reader.open())).code, 'CARD_READER_UNAVAILABLE');
  await channel.close();
  const from = bench.watching.seen.length;
  await bench.daemon.stop();
  bench.daemon = await startPcscd();
  await bench.watching.until('laid', from);
  const again = await bench.reader.open();
  assert.is(await new MyNumberCard(again).identify(), 'my-number-card');
  await again.close();
});

test('[R46] a daemon that hangs is a reader unavailable; once it answers again, what lies there is told', async (bench) => {
  await bench.lay();
  const from = bench.watching.seen.length;
  process.kill(bench.daemon.pid, 'SIGSTOP');
  await bench.watching.until('unavailable', from);
  process.kill(bench.daemon.pid, 'SIGCONT');
  await bench.watching.until('laid', from);
  const channel = await bench.reader.open();
  assert.is(await new MyNumberCard(channel).identify(), 'my-number-card');
  await channel.close();
});

test('[R46] a daemon stopped in good order is unavailable too', async (bench) => {
  await bench.watching.until('empty');
  await bench.daemon.stop();
  await bench.watching.until('unavailable');
  bench.daemon = await startPcscd();
  await bench.watching.until(
    'empty',
    bench.watching.seen.findIndex(({ state }) => state === 'unavailable'),
  );
});

test('many watches begun and ended leave no wait and no handle behind', async ({ reader }) => {
  for (let i = 0; i < 30; i += 1) {
    const stop = new AbortController();
    const { ended } = watch(reader, stop.signal);
    if (i % 3 > 0) await systemClock.sleep(i);
    stop.abort();
    await ended;
  }
});

test.run();
