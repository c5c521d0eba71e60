// time limit: 180 s
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Try } from '../../build/visit/visit.ts';
import type { Profile } from '../../firmware/flow/types.ts';
import type { FacilityPassword } from '../../firmware/panel/facility-password.ts';
import { CodedError } from '../../firmware/records/coded-error.ts';
import { type ReaderHere, startReaderHere } from '../support/reader-here.ts';

const test = suite('visual check by staff, on the reader');
const right = 'himitsu-2025';

/** Knows one password and locks at the second wrong one: the ladder itself is tested in its own room. */
function ladder(): FacilityPassword {
  let wrong = 0;
  return {
    try: async (typed) => {
      const matched = typed.toString() === right;
      typed.fill(0);
      if (wrong >= 2) throw new CodedError('FACILITY_PASSWORD_LOCKED', { at: 'staff', what: 'locked', next: 'wait' });
      if (matched) return { matched };
      wrong += 1;
      return { matched: false, lockedMs: wrong < 2 ? 0 : 60_000 };
    },
  };
}

const staff = (password: string): Try => ({ method: 'visual', password });

async function at(work: (reader: ReaderHere) => Promise<void>, profile: Profile = 'standard'): Promise<void> {
  const reader = await startReaderHere({ profile, signsWithoutPin: true, facilityPassword: true }, ladder());
  try {
    await work(reader);
  } finally {
    await reader.stop();
  }
}

test('[R15] [R16] staff look, type the password, and the terminal hears a signed verdict by visual check', async () => {
  await at(async (reader) => {
    const { verdict, method, signed, erased } = await reader.visit({ tries: [staff(right)], person: null });
    assert.equal({ verdict, method, erased }, { verdict: 'verified', method: 'visual', erased: true });
    assert.is(signed?.method, 'visual');
  });
});

test('[R13] [R15] a wrong password may be typed again; a locked one leads back to the other methods', async () => {
  await at(async (reader) => {
    const again = await reader.visit({ tries: [staff('wrong one'), staff(right)] });
    assert.equal([again.verdict, again.method], ['verified', 'visual']);
    const pin: Try = { method: 'pin', pin: '1234' };
    const locking = await reader.visit({ tries: [staff('wrong one'), pin] });
    assert.equal([locking.verdict, locking.method], ['verified', 'pin']);
    const locked = await reader.visit({ tries: [staff(right), pin] });
    assert.equal([locked.verdict, locked.method], ['verified', 'pin']);
  });
});

test('[R17] from a face that is not matched, over a wrong PIN and the face once more, to the eyes of staff; the card is scanned once', async () => {
  await at(async (reader) => {
    const tries: Try[] = [{ method: 'face' }, { method: 'pin', pin: '0000' }, { method: 'face' }, staff(right)];
    const { verdict, method, triesLeft, stages } = await reader.visit({ tries, person: reader.stranger });
    assert.equal({ verdict, method, triesLeft }, { verdict: 'verified', method: 'visual', triesLeft: 2 });
    assert.is(stages.filter(({ name }) => name === 'match').length, 2);
    assert.is(stages.filter(({ name }) => name === 'scan').length, 1);
  });
});

test('[R29] home visit and qualification only have it too', async () => {
  for (const profile of ['home-visit', 'qualification-only'] as const)
    await at(async (reader) => {
      assert.is((await reader.visit({ tries: [staff(right)] })).method, 'visual');
    }, profile);
});

test.run();
