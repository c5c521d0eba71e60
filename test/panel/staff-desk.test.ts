import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { cryptoFault } from '../../crypto/faults.ts';
import { openForMs, StaffDesk, type StaffReport } from '../../firmware/panel/staff-desk.ts';

const test = suite('[R46] the staff menu’s door');
const report: StaffReport = { version: '1.2.3', faults: [], events: [] };

/** A desk whose clock, tokens and password the test holds. */
function desk(right?: string) {
  const place = { now: 0, set: right, wasSet: 0, tokens: 0 };
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
        place.set = typed.toString();
      },
    },
    report: () => report,
    onPasswordSet: () => {
      place.wasSet += 1;
    },
    newToken: () => `token ${++place.tokens}`,
    now: () => place.now,
  });
  return { door, place };
}

test('the right password opens it for five minutes, nothing else does', async () => {
  const { door, place } = desk('himitsu1');
  assert.is(door.report(''), undefined);
  assert.equal(await door.open(Buffer.from('wrong')), { code: 'FACILITY_PASSWORD_WRONG' });
  assert.equal(await door.open(Buffer.from('wrong too often')), { code: 'FACILITY_PASSWORD_LOCKED' });
  assert.equal(await door.open(Buffer.from('himitsu1')), { token: 'token 1' });
  assert.is(door.report('token 2'), undefined);
  assert.is(door.report('token 1'), report);
  place.now = openForMs;
  assert.is(door.report('token 1'), report);
  place.now += 1;
  assert.is(door.report('token 1'), undefined);
});

test('whoever opens it later shuts out who was in before', async () => {
  const { door } = desk('himitsu1');
  await door.open(Buffer.from('himitsu1'));
  await door.open(Buffer.from('himitsu1'));
  assert.is(door.report('token 1'), undefined);
  assert.is(door.report('token 2'), report);
});

test('[R15] at the first start staff set the password, once; from then on they may answer by eye', async () => {
  const { door, place } = desk();
  assert.equal(await door.open(Buffer.from('x')), { code: 'FACILITY_PASSWORD_NOT_SET' });
  assert.equal(await door.setFirst(Buffer.from('himitsu1')), { token: 'token 1' });
  assert.is(place.wasSet, 1);
  assert.equal(await door.setFirst(Buffer.from('another1')), { code: 'FACILITY_PASSWORD_ALREADY_SET' });
  assert.is(place.wasSet, 1);
});

test.run();
