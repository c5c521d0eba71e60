// time limit: 400 s

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Try } from '../../build/visit/visit.ts';
import { bootClock } from '../../crypto/boot-clock.ts';
import { systemFiles } from '../../crypto/durable-files.ts';
import { FacilityPassword } from '../../crypto/facility-password.ts';
import { systemClock } from '../../firmware/device/system-clock.ts';
import type { Profile } from '../../firmware/flow/types.ts';
import { type RunningReader, startRunningReader } from '../support/running-reader.ts';

const test = suite('visual check by staff, on the reader');
const right = 'himitsu-2025';
const pin: Try = { method: 'pin', pin: '1234' };

const staff = (password: string): Try => ({ method: 'visual', password });

/** The password of a reader that runs, as `kazasu password` has it. */
const passwordOf = ({ folder }: RunningReader) =>
  new FacilityPassword({ folder: join(folder, 'password'), files: systemFiles, clock: systemClock, now: bootClock });

/** At a reader whose facility has set its password while it ran: it takes notice after the first visit. */
async function at(work: (reader: RunningReader) => Promise<void>, profile: Profile = 'standard'): Promise<void> {
  const reader = await startRunningReader({ settings: () => ({ reader: { profile } }) });
  try {
    await passwordOf(reader).set(Buffer.from(right));
    assert.is((await reader.visit({ tries: [pin] })).method, 'pin');
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
    const wrong = staff('wrong one');
    const locking = await reader.visit({ tries: [wrong, wrong, wrong, pin] });
    assert.equal([locking.verdict, locking.method], ['verified', 'pin']);
    const locked = await reader.visit({ tries: [staff(right), pin] });
    assert.equal([locked.verdict, locked.method], ['verified', 'pin']);
  });
});

test('[R17] from a face that is not matched, over a wrong PIN and the face once more, to the eyes of staff; the card is scanned once', async () => {
  await at(async (reader) => {
    const tries: Try[] = [{ method: 'face' }, { method: 'pin', pin: '0000' }, { method: 'face' }, staff(right)];
    const { verdict, method, triesLeft, stages } = await reader.visit({ tries, person: reader.emulation.stranger });
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

test('[R15] [R46] a damaged password is a fault, and staff are not asked; reset and set again, they are', async () => {
  await at(async (reader) => {
    const file = join(reader.folder, 'password/facility-password');
    await writeFile(file, 'x');
    await reader.visit({ tries: [pin] });
    assert.is((await reader.visit({ tries: [staff(right)] })).verdict, 'cancelled', 'not offered');
    await passwordOf(reader).reset();
    await passwordOf(reader).set(Buffer.from(right));
    await reader.visit({ tries: [pin] });
    assert.is((await reader.visit({ tries: [staff(right)] })).method, 'visual');
  });
});

test.run();
