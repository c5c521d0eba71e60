// time limit: 120 s
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { EmulatedCard } from '../../drivers/card/emulated/card.ts';
import { codeBOf } from '../../drivers/card/emulated/card-file.ts';
import { cardFault } from '../../drivers/card/faults.ts';
import { MyNumberCard } from '../../drivers/card/my-number-card/my-number-card.ts';
import { Held } from '../../firmware/check/held.ts';
import { LockGuard } from '../../firmware/check/lock-guard.ts';
import { openCardFace } from '../../firmware/check/open-card-face.ts';
import { refusalOf, refusedOf, wasRefused } from '../../firmware/check/refused-values.ts';
import { Stopwatch } from '../../firmware/check/stopwatch.ts';
import type { Clock } from '../../firmware/device/clock.ts';
import { RefusalMemory } from '../../firmware/device/refusal-memory.ts';
import { systemClock } from '../../firmware/device/system-clock.ts';
import { CodedError } from '../../firmware/records/coded-error.ts';
import { laid, newCard } from '../card/cards-for-tests.ts';

const test = suite('the lock guard');

const key = Buffer.alloc(32, 7);

/** What a session makes of a card: readings in the order in which the scanner comes to them. */
interface Session {
  readonly readings: readonly string[];
  /** Submission at which the card is pulled before it answers, from 0. */
  readonly pulledAt?: number;
}

/** A card with the wall around it taken away: what the guard lets through is counted. */
interface Bench {
  readonly card: EmulatedCard;
  readonly certificate: Buffer;
  readonly right: string;
  readonly refused: Set<string>;
}

async function bench(): Promise<Bench> {
  const card = await newCard();
  const { channel } = laid(card);
  const certificate = await new MyNumberCard(channel).readUserCertificate();
  await channel.close();
  return { card, certificate, right: codeBOf(card.card), refused: new Set() };
}

/** The same cards as on the first day: all counters full, nothing refused. */
const asNew = (place: Bench): Bench => ({
  ...place,
  card: new EmulatedCard(structuredClone(place.card.card)),
  refused: new Set(),
});

/** The driver's own wall: with no more tries than this it submits nothing, whatever it is asked. */
const wall = 2;

/** One session on the real rules and the real commands of the emulated card; answers what was submitted and the counter after it. */
async function session({ card, certificate, refused }: Bench, memory: RefusalMemory, floor: number, plan: Session) {
  const { channel } = laid(card);
  const chip = new MyNumberCard(channel);
  const guard = new LockGuard(memory.knowledge, floor);
  guard.meet(certificate);
  const submitted: string[] = [];
  const readings = plan.readings.values();
  const held = new Held();
  const look = async (): Promise<Uint8Array> => {
    const { value } = readings.next();
    if (value === undefined) throw new CodedError('CARD_FACE_NOT_READ', { at: 'person', what: '', next: '' });
    return held.hold(new Uint8Array(Buffer.from(value.padEnd(30, '0'))), 'code');
  };
  const scan = () => {
    const looking = look();
    looking.catch(() => undefined); // awaited once the counter is read
    return looking;
  };
  let sent = '';
  const outcome = await openCardFace({
    card: {
      codeBTries: () => chip.codeBTries(),
      verifyCodeB: async (code) => {
        sent = code.toString('latin1');
        assert.not(refused.has(sent), 'a refused value is not submitted again');
        submitted.push(sent);
        const answer = chip.verifyCodeB(code);
        if (submitted.length - 1 !== plan.pulledAt) return answer;
        await answer.catch(() => undefined);
        throw cardFault('CARD_REMOVED');
      },
    },
    scan: scan(),
    rescan: scan, // a scanner that pays no heed to what was refused: the guard alone must hold
    guard,
    onRefused: (refusal) => {
      refused.add(sent);
      memory.note(refusal);
    },
    held,
    stopwatch: new Stopwatch(systemClock, () => undefined),
    signal: new AbortController().signal,
  }).then(
    () => 'opened',
    (error: unknown) => (error instanceof CodedError ? error.code : String(error)),
  );
  const tries = await chip.codeBTries();
  await channel.close();
  return { submitted, outcome, tries };
}

/** That many wrong values which the one byte that is remembered of each tells apart, also from the right one. */
function toldApart({ certificate, right }: Bench, count: number): string[] {
  const card = refusedOf({ key, refusals: [] }, certificate);
  const byteOf = (value: string) => refusalOf(card, Buffer.from(value)).value;
  const chosen = [right];
  for (let n = 1; chosen.length <= count; n++) {
    const value = String(55021720350000 + n);
    if (!chosen.some((other) => byteOf(other) === byteOf(value))) chosen.push(value);
  }
  return chosen.slice(1);
}

test('[R06] no sequence of misreadings, pulled cards and cards laid again takes the counter below the floor', async () => {
  const newBenches = [await bench(), await bench()];
  const digits = fc.integer({ min: 0, max: 6 }).map((n) => `5502172035000${n}`);
  const plans = fc.array(
    fc.record({
      which: fc.integer({ min: 0, max: 1 }),
      readings: fc.array(fc.oneof({ weight: 6, arbitrary: digits }, { weight: 1, arbitrary: fc.constant('right') }), {
        maxLength: 6,
      }),
      pulledAt: fc.option(fc.integer({ min: 0, max: 1 }), { nil: undefined, freq: 4 }),
    }),
    { minLength: 5, maxLength: 25 },
  );
  let steps = 0;
  await fc.assert(
    fc.asyncProperty(plans, fc.integer({ min: 2, max: 8 }), async (sessions, floor) => {
      const memory = new RefusalMemory(key, systemClock);
      const benches = newBenches.map(asNew);
      for (const { which, readings, pulledAt } of sessions) {
        const place = benches[which] as Bench;
        const before = await session(place, memory, 10, { readings: [] });
        const plan = { readings: readings.map((reading) => (reading === 'right' ? place.right : reading)) };
        const { submitted, tries, outcome } = await session(place, memory, floor, {
          ...plan,
          ...(pulledAt === undefined ? {} : { pulledAt }),
        });
        steps++;
        assert.ok(submitted.length <= 2, 'two submissions at most');
        assert.ok(tries >= Math.min(floor, before.tries), `${tries} left, floor ${floor}`);
        if (outcome === 'opened') assert.is(tries, 10);
      }
      for (const place of benches) {
        const { tries } = await session(place, memory, 10, { readings: [] });
        const fresh = new RefusalMemory(Buffer.alloc(32, 9), systemClock);
        const { outcome } = await session(place, fresh, 0, { readings: [place.right] });
        assert.is(outcome, tries > wall ? 'opened' : 'CODE_B_TRIES_LOW', 'the right value still opens it');
      }
    }),
    { numRuns: 60 },
  );
  assert.ok(steps > 500, `${steps} sessions`);
});

test('[R06] after a refusal another reading is submitted, and after the second the session is over', async () => {
  const place = await bench();
  const memory = new RefusalMemory(key, systemClock);
  const wrong = toldApart(place, 3);
  const first = await session(place, memory, 5, { readings: wrong });
  assert.equal(first, { submitted: wrong.slice(0, 2), outcome: 'CODE_B_REFUSED', tries: 8 });
  const second = await session(place, memory, 5, { readings: [...wrong.slice(0, 2), place.right] });
  assert.equal(second, { submitted: [place.right], outcome: 'opened', tries: 10 });
});

test('[R06] at the floor nothing is submitted, not even the right value', async () => {
  const place = await bench();
  const memory = new RefusalMemory(key, systemClock);
  assert.is((await session(place, memory, 9, { readings: ['55021720350001'] })).tries, 9);
  const { submitted, outcome } = await session(place, memory, 9, { readings: [place.right] });
  assert.equal({ submitted, outcome }, { submitted: [], outcome: 'CODE_B_TRIES_LOW' });
});

test('[R42] what is remembered of a refusal tells neither the card nor the value', () => {
  const refused = refusedOf({ key, refusals: [] }, Buffer.from('certificate'));
  const refusal = refusalOf(refused, Buffer.from('55021720350001'));
  assert.is(
    JSON.stringify(refusal).length,
    '{"card":"0123456789abcdef","value":255}'.length - (3 - String(refusal.value).length),
  );
  assert.ok(refusal.value >= 0 && refusal.value <= 255, 'one byte');
  assert.not(refusedOf({ key: Buffer.alloc(32, 8), refusals: [] }, Buffer.from('certificate')).card === refused.card);
  const thousand = Array.from({ length: 1000 }, (_, n) => Buffer.from(String(55021720350002 + n)));
  const known = { ...refused, values: [refusal.value] };
  assert.ok(wasRefused(known, Buffer.from('55021720350001')));
  const chance = thousand.filter((value) => wasRefused(known, value)).length;
  assert.ok(chance > 0 && chance < 20, `${chance} of a thousand others look the same: about four are expected`);
});

test('[R42] refusals are forgotten after a day, and of many the oldest first', () => {
  let now = 0;
  const clock: Clock = { ...systemClock, monotonic: () => now };
  const memory = new RefusalMemory(key, clock);
  for (let n = 0; n < 70; n++) memory.note({ card: String(n), value: 1 });
  assert.is(memory.knowledge.refusals.length, 64);
  assert.is(memory.knowledge.refusals[0]?.card, '6');
  now = 24 * 3_600_000 + 1;
  assert.equal(memory.knowledge.refusals, []);
});

test.run();
