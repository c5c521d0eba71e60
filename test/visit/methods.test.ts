// time limit: 600 s
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type RunningReader, startRunningReader } from '../support/running-reader.ts';

const test = suite('a visit by each method');
let reader: RunningReader;
test.before(async () => {
  reader = await startRunningReader();
});
test.after(() => reader.stop());

/** A visit that must be verified; what else it was is shown. */
async function verified(plan?: Parameters<RunningReader['visit']>[0]) {
  const result = await reader.visit(plan);
  assert.equal([result.verdict, result.reason], ['verified', 'VERIFIED']);
  return result;
}

test('[R03] [R10] the right person is verified by face', async () => {
  const { method, erased } = await verified();
  assert.equal({ method, erased }, { method: 'face', erased: true });
});

test('[R18] who stands against the light is verified by face', async () => {
  await reader.desk.hand.ask({ wish: 'light', light: 'backlight' });
  assert.is((await verified()).method, 'face');
  await reader.desk.hand.ask({ wish: 'light', light: 'usual' });
});

test('[R03] another person is refused', async () => {
  const { verdict, reason, erased, signed } = await reader.visit({ person: reader.emulation.stranger });
  assert.equal({ verdict, reason, erased }, { verdict: 'refused', reason: 'FACE_NOT_MATCHED', erased: true });
  assert.is(signed, undefined);
});

for (const attack of ['print', 'screen', 'replay'] as const)
  test(`[R03] ${attack} of the right person is refused, and the PIN is offered at once`, async () => {
    const { verdict, reason, erased, signed } = await reader.visit({ attack });
    assert.equal({ verdict, erased, signed }, { verdict: 'refused', erased: true, signed: undefined });
    assert.ok(['FACE_NOT_LIVE', 'FACE_TIMEOUT'].includes(reason), reason); // a slow machine sees too few frames to judge in time
    const tries = [{ method: 'face' }, { method: 'pin', pin: '1234' }] as const;
    if (attack === 'print') assert.is((await verified({ attack, tries })).method, 'pin');
  });

test('[R10] the right PIN verifies', async () => {
  const { verdict, method, erased } = await reader.visit({ tries: [{ method: 'pin', pin: '1234' }] });
  assert.equal({ verdict, method, erased }, { verdict: 'verified', method: 'pin', erased: true });
});

test('[R13] a wrong PIN says how many tries are left', async () => {
  const { verdict, reason, triesLeft } = await reader.visit({ tries: [{ method: 'pin', pin: '0000' }] });
  assert.equal({ verdict, reason, triesLeft }, { verdict: 'refused', reason: 'PIN_WRONG', triesLeft: 2 });
});

test('[R13] [R17] after three wrong PINs, face still works in the same session', async () => {
  const wrong = ['0000', '1111', '2222'].map((pin) => ({ method: 'pin', pin }) as const);
  const { verdict, method, triesLeft } = await reader.visit({ tries: [...wrong, { method: 'face' }] });
  assert.equal({ verdict, method, triesLeft }, { verdict: 'verified', method: 'face', triesLeft: 0 });
});

test('[R17] after a face that does not match, the PIN works in the same session', async () => {
  const tries = [{ method: 'face' }, { method: 'pin', pin: '1234' }] as const;
  const { verdict, method } = await reader.visit({ person: reader.emulation.stranger, tries });
  assert.equal({ verdict, method }, { verdict: 'verified', method: 'pin' });
});

test('[R13] a PIN that is locked already is not offered; face is', async () => {
  const card = await reader.makeCard('locked', { blockedPin: true });
  const asked = await reader.visit({ card, tries: [{ method: 'pin', pin: '1234' }] });
  assert.is(asked.verdict, 'cancelled');
  await verified({ card });
});

test('[R05] a card without a PIN is verified by face and never asked for one', async () => {
  const card = await reader.makeCard('pinless', { pinless: true });
  assert.is((await reader.visit({ card, tries: [{ method: 'pin', pin: '1234' }] })).verdict, 'cancelled');
  await verified({ card });
});

test('[R34] a phone is verified by its PIN and by nothing else: no face, no eyes of staff, no printed face to be scanned', async () => {
  const phone = await reader.makeCard('phone', { kind: 'android-phone' });
  assert.is((await reader.visit({ card: phone, tries: [{ method: 'face' }] })).verdict, 'cancelled');
  const wrong = await reader.visit({ card: phone, tries: [{ method: 'pin', pin: '0000' }] });
  assert.equal([wrong.reason, wrong.triesLeft], ['PIN_WRONG', 2]);
  const { method, erased, signed } = await verified({ card: phone, tries: [{ method: 'pin', pin: '1234' }] });
  assert.equal([method, erased, signed?.certificateState], ['pin', true, 'valid']);
});

test('[R26] [R27] [R34] the end of a phone’s certificate is known once its PIN is: told where it ends, refused where it ended too long ago', async () => {
  const tries = [{ method: 'pin', pin: '1234' }] as const;
  const grace = await reader.makeCard('phone-grace', { kind: 'android-phone', certificate: 'grace' });
  const { signed } = await verified({ card: grace, tries });
  assert.equal([signed?.certificateState, signed?.qualificationOnly], ['grace', true]);
  const past = await reader.makeCard('phone-past', { kind: 'android-phone', certificate: 'past' });
  const { verdict, reason, erased } = await reader.visit({ card: past, tries });
  assert.equal([verdict, reason, erased], ['refused', 'CERTIFICATE_PAST_GRACE', true]);
});

test("[R04] a foreign resident's card with a western birth date is verified by face", async () => {
  const card = await reader.makeCard('foreign', { foreignResident: true, name: 'JOHN SMITH' });
  await verified({ card });
});

for (const state of ['ending', 'grace'] as const) {
  test(`[${state === 'ending' ? 'R26' : 'R27'}] a certificate that is ${state} is told to the terminal`, async () => {
    const card = await reader.makeCard(state, { certificate: state });
    const { signed } = await verified({ card });
    assert.is(signed?.certificateState, state);
    assert.is(signed?.qualificationOnly, state === 'grace');
  });
}

test('[R27] a certificate more than three months past its end is refused', async () => {
  const card = await reader.makeCard('past', { certificate: 'past' });
  const { verdict, reason } = await reader.visit({ card });
  assert.equal({ verdict, reason }, { verdict: 'refused', reason: 'CERTIFICATE_PAST_GRACE' });
});

test('[R06] a card pulled in the middle ends the visit with a plain code, and the next one works', async () => {
  const { verdict, reason, erased } = await reader.visit({ behaviours: { pullAtApdu: 40 } });
  assert.equal({ verdict, reason, erased }, { verdict: 'cancelled', reason: 'CARD_REMOVED', erased: true });
  await verified();
});

test('[R06] an old 住基カード is refused with its own code', async () => {
  const card = await reader.makeCard('juki', { kind: 'juki-card' });
  const { verdict, reason } = await reader.visit({ card });
  assert.equal({ verdict, reason }, { verdict: 'refused', reason: 'JUKI_CARD' });
});

test('[R12] a slow link and a slow card change nothing but the time', async () => {
  const {
    verdict,
    cardMs = 0,
    toVerdictMs = 0,
  } = await reader.visit({
    behaviours: { linkKbps: 106, frameDelayMs: 1, signatureMs: 350, firstApduFails: true },
  });
  assert.is(verdict, 'verified');
  assert.ok(cardMs > 700 && toVerdictMs >= cardMs, 'two signatures and the link cost their time');
});

test('a terminal that never answers ends in no answer, and the visit is verified all the same [R25]', async () => {
  await verified({ eligibility: 'no-answer' });
});

test.run();
