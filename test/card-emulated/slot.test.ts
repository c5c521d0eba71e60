import { Buffer } from 'node:buffer';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Behaviours } from '../../drivers/card/emulated/behaviours.ts';
import { exchangeMs } from '../../drivers/card/emulated/behaviours.ts';
import { EmulatedCard } from '../../drivers/card/emulated/card.ts';
import { CardSlot } from '../../drivers/card/emulated/slot.ts';
import type { Clock } from '../../firmware/device/clock.ts';
import { aid, codeOf, made } from './support.ts';

const test = suite('the slot and its behaviours');
const card = await made();

/** A clock that stands still but while somebody sleeps, and whose sleeps all end `late` ms late. */
class SleepyClock implements Clock {
  at = 0;
  slept = 0;
  late = 0;
  /** Called in the middle of each sleep. */
  during: () => void = () => {};
  wall(): number {
    return this.at;
  }
  monotonic(): number {
    return this.at;
  }
  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    this.during();
    signal?.throwIfAborted();
    this.at += ms + this.late;
    this.slept += 1;
  }
}

function laid(behaviours: Behaviours = {}) {
  const clock = new SleepyClock();
  const slot = new CardSlot({ clock });
  slot.lay(new EmulatedCard(structuredClone(card)), behaviours);
  slot.powerOn();
  const ask = async (hex: string) =>
    (await slot.transmit(Buffer.from(hex.replaceAll(' ', ''), 'hex'))).toString('hex').toUpperCase();
  return { clock, slot, ask };
}

test('a laid card answers, a taken one is gone, and both are told', async () => {
  const { slot, ask } = laid();
  const told: string[] = [];
  const stop = slot.onChange((state) => told.push(state));
  assert.is(await ask(`00A4040C 0A ${aid.jpki}`), '9000');
  slot.take();
  assert.is(await codeOf(() => ask('00840000 08')), 'CARD_REMOVED');
  assert.is(await codeOf(() => slot.reset()), 'CARD_REMOVED');
  assert.is(await codeOf(() => slot.powerOn()), 'CARD_ABSENT');
  slot.powerOff();
  slot.take();
  slot.lay(new EmulatedCard(card));
  slot.lay(new EmulatedCard(card), { mute: true });
  stop();
  slot.take();
  assert.equal(told, ['empty', 'laid', 'empty', 'mute']);
  assert.is(slot.state, 'empty');
});

test('laying a card begins cold', async () => {
  const { slot, ask } = laid();
  await ask(`00A4040C 0A ${aid.jpki}`);
  await ask('00A4020C 02 0018');
  await ask('00200080 04 31323334');
  const again = slot.card as EmulatedCard;
  slot.take();
  slot.lay(again);
  slot.powerOn();
  await ask(`00A4040C 0A ${aid.jpki}`);
  await ask('00A4020C 02 0017');
  assert.is(await ask('802A0080 05 0102030405 00'), '6982');
});

test('[R06] pulled at the n-th APDU: that one gets no answer, whatever the card had done', async () => {
  const { slot, ask } = laid({ pullAtApdu: 3 });
  await ask('00840000 08');
  await ask('00840000 08');
  assert.is(await codeOf(() => ask('00840000 08')), 'CARD_REMOVED');
  assert.is(slot.state, 'empty');
  slot.lay(new EmulatedCard(card), { pullAtApdu: 3 });
  slot.powerOn();
  await ask('00840000 08');
  await ask('00840000 08');
  assert.is(slot.state, 'laid');
});

test('[R06] taken in the middle of a slow answer: the caller hears it at once', async () => {
  const { clock, slot, ask } = laid({ linkKbps: 106 });
  clock.during = () => slot.take();
  assert.is(await codeOf(() => ask('00840000 00')), 'CARD_REMOVED');
  assert.is(clock.at, 0);
});

test('[R06] a mute card lies there and never answers', async () => {
  const { slot, ask } = laid();
  slot.lay(new EmulatedCard(card), { mute: true });
  assert.is(slot.state, 'mute');
  assert.is(await codeOf(() => slot.powerOn()), 'CARD_MUTE');
  assert.is(await codeOf(() => ask('00840000 08')), 'CARD_MUTE');
});

test('an unpowered card is mute until it is powered', async () => {
  const { slot, ask } = laid();
  slot.powerOff();
  assert.is(await codeOf(() => ask('00840000 08')), 'CARD_MUTE');
  slot.powerOn();
  assert.match(await ask('00840000 08'), /9000$/);
});

test('the first APDU after a cold reset fails, after a warm one not', async () => {
  const { slot, ask } = laid({ firstApduFails: true });
  assert.is(await ask('00840000 08'), '6F00');
  assert.match(await ask('00840000 08'), /9000$/);
  slot.reset();
  assert.match(await ask('00840000 08'), /9000$/);
  slot.powerOff();
  slot.powerOn();
  assert.is(await ask('00840000 08'), '6F00');
});

test('injected status words: by instruction, from an APDU on, so many times; the card never hears the command', async () => {
  const { ask } = laid({
    statusWords: [
      { ins: '20', sw: '6F00', times: 1 },
      { ins: '84', at: 6, sw: '6985', times: 2 },
    ],
  });
  await ask(`00A4040C 0A ${aid.jpki}`);
  await ask('00A4020C 02 0018');
  assert.is(await ask('00200080 04 30303030'), '6F00');
  assert.is(await ask('00200080'), '63C3');
  assert.match(await ask('00840000 08'), /9000$/);
  assert.is(await ask('00840000 08'), '6985');
  assert.is(await ask('00840000 08'), '6985');
  assert.match(await ask('00840000 08'), /9000$/);
});

test('behaviours that make no sense are refused, and what lies there stays', async () => {
  const { slot } = laid();
  const before = slot.card;
  for (const wrong of [
    { linkKbps: 0 },
    { pullAtApdu: 1.5 },
    { linkKpbs: 106 },
    { statusWords: [{ sw: '90', times: 1 }] },
  ]) {
    const lay = () => slot.lay(new EmulatedCard(card), wrong as Behaviours);
    assert.is(await codeOf(lay), 'BEHAVIOURS_REFUSED', JSON.stringify(wrong));
  }
  assert.is(slot.card, before);
});

test('behaviours of the card`s file hold, and those given at laying go before them', async () => {
  const slot = new CardSlot({ clock: new SleepyClock() });
  const own = { ...structuredClone(card), behaviours: { mute: true, linkKbps: 106 } };
  slot.lay(new EmulatedCard(own));
  assert.is(slot.state, 'mute');
  slot.lay(new EmulatedCard(own), { mute: false });
  assert.is(slot.state, 'laid');
  slot.powerOn();
  await slot.transmit(Buffer.from('0084000008', 'hex'));
  assert.ok(slot.modelledMs > 0);
});

test('the model of the link: ten bits a byte, three bytes and one delay a frame, chained frames acknowledged', () => {
  const bytes = (count: number) => Buffer.alloc(count);
  assert.is(exchangeMs({}, bytes(5), bytes(258)), 0);
  assert.is(exchangeMs({ linkKbps: 100 }, bytes(5), bytes(12)), (5 + 3 + 12 + 3) / 10);
  // 258 bytes of answer are two frames; the second waits for an acknowledging one.
  assert.is(exchangeMs({ linkKbps: 100 }, bytes(5), bytes(258)), (5 + 3 + 258 + 6 + 3) / 10);
  assert.is(exchangeMs({ frameDelayMs: 2 }, bytes(5), bytes(253)), 4);
  assert.is(exchangeMs({ frameDelayMs: 2 }, bytes(312), bytes(2)), 8);
});

test('the model of a signature: its time is spent where the card made one', () => {
  const signing = Buffer.from('802A0080', 'hex');
  const behaviours = { signatureMs: 350 };
  assert.is(exchangeMs(behaviours, signing, Buffer.from('00119000', 'hex')), 350);
  assert.is(exchangeMs(behaviours, signing, Buffer.from('6100', 'hex')), 350);
  assert.is(exchangeMs(behaviours, signing, Buffer.from('6982', 'hex')), 0);
  assert.is(exchangeMs(behaviours, Buffer.from('00B00000', 'hex'), Buffer.from('9000', 'hex')), 0);
});

test('a hundred exchanges take the sum of their modelled times, however late each sleep ends', async () => {
  const { clock, slot, ask } = laid({ linkKbps: 424, frameDelayMs: 0.3 });
  clock.late = 0.9;
  for (let i = 0; i < 100; i += 1) await ask('00840000 00');
  assert.ok(slot.modelledMs > 500, `${slot.modelledMs}`);
  assert.ok(Math.abs(clock.at - slot.modelledMs) <= clock.late + 1e-6, `${clock.at} for ${slot.modelledMs}`);
});

test('exchanges shorter than a sleep`s lateness are not slept at all until time is due again', async () => {
  const { clock, slot, ask } = laid({ frameDelayMs: 0.1 });
  clock.late = 1;
  for (let i = 0; i < 100; i += 1) await ask('00840000 08');
  assert.ok(clock.slept < 25, `${clock.slept} sleeps`);
  assert.ok(
    clock.at >= slot.modelledMs - 1e-6 && clock.at <= slot.modelledMs + 1.2,
    `${clock.at} for ${slot.modelledMs}`,
  );
});

test('time that the caller lets pass is not taken off the next exchange', async () => {
  const { clock, slot, ask } = laid({ linkKbps: 106 });
  await ask('00840000 00');
  const after = clock.at;
  clock.at += 5000;
  await ask('00840000 00');
  assert.ok(Math.abs(clock.at - after - 5000 - slot.modelledMs / 2) < 1e-6);
});

test.run();
