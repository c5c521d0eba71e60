import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { cryptoFault } from '../../crypto/faults.ts';
import { openForMs, type StaffAct, StaffDesk } from '../../firmware/panel/staff-desk.ts';
import { staffFault } from '../../firmware/panel/staff-faults.ts';
import { staffOrderOf } from '../../firmware/panel/staff-order.ts';
import type { StaffReport } from '../../firmware/panel/staff-report.ts';

const test = suite('[R46] the staff menu’s door');
const report: StaffReport = { version: '1.2.3', faults: [], events: [], language: 'ja', volume: 70, waiting: [] };
const shut = { code: 'STAFF_NOT_IN' };

/** A desk whose clock, tokens and password the test holds. */
function desk(right?: string) {
  const place = { now: 0, set: right, wasSet: 0, tokens: 0, recorded: [] as StaffAct[] };
  const set = async (typed: Buffer) => {
    place.set = typed.toString();
  };
  const door = new StaffDesk({
    password: {
      try: async (typed) => {
        if (place.set === undefined) throw cryptoFault('FACILITY_PASSWORD_NOT_SET');
        return typed.toString() === place.set
          ? { matched: true }
          : { matched: false, lockedMs: typed.length > 8 ? 1 : 0 };
      },
      set: async (typed) => {
        if (place.set !== undefined) throw cryptoFault('FACILITY_PASSWORD_ALREADY_SET');
        await set(typed);
      },
      change: async (old, typed) => {
        if (old.toString() !== place.set) throw cryptoFault('FACILITY_PASSWORD_WRONG');
        await set(typed);
      },
    },
    work: {
      report: () => report,
      carryOut: async ({ order }) => {
        if (order === 'export') throw staffFault('EXPORT_NO_PLACE');
        return { file: order };
      },
    },
    onPasswordSet: () => {
      place.wasSet += 1;
    },
    record: async (act) => place.recorded.push(act),
    newToken: () => `token ${++place.tokens}`,
    now: () => place.now,
  });
  return { door, place, look: (token: string) => door.report(token) };
}

test('the right password opens it until five minutes after the last look, nothing else does', async () => {
  const { door, place, look } = desk('himitsu1');
  assert.equal(await look(''), shut);
  assert.equal(await door.open(Buffer.from('wrong')), { code: 'FACILITY_PASSWORD_WRONG' });
  assert.equal(await door.open(Buffer.from('wrong too often')), { code: 'FACILITY_PASSWORD_LOCKED' });
  assert.equal(await door.open(Buffer.from('himitsu1')), { token: 'token 1' });
  assert.equal(await look('token 2'), shut);
  for (let n = 1; n <= 3; n++) {
    place.now += openForMs;
    assert.equal(await look('token 1'), { done: report });
  }
  place.now += openForMs + 1;
  assert.equal(await look('token 1'), shut);
});

test('whoever opens it later shuts out who was in before', async () => {
  const { door, look } = desk('himitsu1');
  await door.open(Buffer.from('himitsu1'));
  await door.open(Buffer.from('himitsu1'));
  assert.equal(await look('token 1'), shut);
  assert.equal(await look('token 2'), { done: report });
});

test('[R15] at the first start staff set the password, once; from then on they may answer by eye', async () => {
  const { door, place } = desk();
  assert.equal(await door.open(Buffer.from('x')), { code: 'FACILITY_PASSWORD_NOT_SET' });
  assert.equal(await door.setFirst(Buffer.from('himitsu1')), { token: 'token 1' });
  assert.is(place.wasSet, 1);
  assert.equal(await door.setFirst(Buffer.from('another1')), { code: 'FACILITY_PASSWORD_ALREADY_SET' });
  assert.is(place.wasSet, 1);
});

test('the password is changed by who is in and knows the old one', async () => {
  const { door, place } = desk('himitsu1');
  const change = (token: string, old: string) => door.changePassword(token, Buffer.from(old), Buffer.from('another1'));
  assert.equal(await change('', 'himitsu1'), shut);
  await door.open(Buffer.from('himitsu1'));
  assert.equal(await change('token 1', 'himitsu2'), { code: 'FACILITY_PASSWORD_WRONG' });
  assert.is(place.set, 'himitsu1');
  assert.equal(await change('token 1', 'himitsu1'), { done: {} });
  assert.is(place.set, 'another1');
});

test('an order is carried out for who is in, and says why when it is not', async () => {
  const { door } = desk('himitsu1');
  const give = (token: string, order: 'self-check' | 'export') => door.order(token, { order });
  assert.equal(await give('token 1', 'self-check'), shut);
  await door.open(Buffer.from('himitsu1'));
  assert.equal(await give('token 1', 'self-check'), { done: { file: 'self-check' } });
  assert.equal(await give('token 1', 'export'), { code: 'EXPORT_NO_PLACE' });
});

test('[R43] all that staff did, or were refused, is recorded; a look is not', async () => {
  const { door, place, look } = desk();
  await door.setFirst(Buffer.from('himitsu1'));
  await door.open(Buffer.from('wrong'));
  await look('token 1');
  await door.changePassword('token 1', Buffer.from('himitsu1'), Buffer.from('another1'));
  await door.order('token 1', { order: 'restart', part: 'cameras' });
  await door.order('token 1', { order: 'pairing', id: '1', decision: 'refused' });
  await door.order('token 1', { order: 'export' });
  await door.order('', { order: 'factory-reset' });
  assert.equal(place.recorded, [
    { act: 'set-password' },
    { act: 'open', code: 'FACILITY_PASSWORD_WRONG' },
    { act: 'change-password' },
    { act: 'restart', part: 'cameras' },
    { act: 'pairing', decision: 'refused' },
    { act: 'export', code: 'EXPORT_NO_PLACE' },
    { act: 'factory-reset', code: 'STAFF_NOT_IN' },
  ]);
});

test('[R44] an order is one of those that there are, and nothing besides is in it', () => {
  const choose = { order: 'choose', language: 'en', volume: 30 };
  assert.equal(staffOrderOf({ ...choose, path: '/etc' }), choose);
  assert.equal(staffOrderOf({ order: 'restart', part: 'cameras' }), { order: 'restart', part: 'cameras' });
  const decided = { order: 'pairing', id: '1', decision: 'refused' };
  assert.equal(staffOrderOf(decided), decided);
  for (const wrong of [
    undefined,
    null,
    'export',
    {},
    { order: 'toString' },
    { order: 'restart', part: 'door' },
    { ...choose, language: 'la' },
    { ...choose, volume: 101 },
    { ...choose, volume: 0.5 },
    { ...choose, volume: '30' },
    { ...decided, decision: 'perhaps' },
    { ...decided, id: 1 },
  ])
    assert.is(staffOrderOf(wrong), undefined, JSON.stringify(wrong));
});

test.run();
