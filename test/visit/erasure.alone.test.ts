// time limit: 900 s
import { setTimeout as delay } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Trace, tracesIn } from '../../build/proof/memory-of-processes.ts';
import { personalTraces } from '../../build/proof/personal-traces.ts';
import { signal, whileStill } from '../../build/proof/while-still.ts';
import { openPanel } from '../../build/visit/panel-client.ts';
import { familyOf } from '../../build/visit/process-family.ts';
import type { VisitPlan } from '../../build/visit/visit.ts';
import { readCardFile } from '../../drivers/card/emulated/card-file.ts';
import type { PanelView } from '../../firmware/panel/view.ts';
import { type OwnPcscd, startPcscd } from '../support/pcscd.ts';
import { type RunningReader, startRunningReader } from '../support/running-reader.ts';

const test = suite('[R42] nothing of the person outlives a check, in any process of the reader');
const vpcd = 0x8c7b;
let daemon: OwnPcscd;
let reader: RunningReader;
let traces: Trace[];
test.before(async () => {
  daemon = await startPcscd(vpcd);
  reader = await startRunningReader({
    vpcd,
    cameras: true,
    settings: ({ ready }) => ({
      drivers: {
        card: { driver: 'pcsc', reader: 'Virtual PCD 00 00' },
        faceCamera: { driver: 'ffmpeg', input: ready.face ?? '', size: '640x480' },
        cardCamera: { driver: 'ffmpeg', input: ready.card ?? '', size: '1280x800', fps: 10 },
      },
      // The processes stand still while they are looked through: that must not cost the patient the visit.
      timeouts: { farewell: 1, face: 20, method: 30, pin: 200 },
    }),
  });
  traces = await personalTraces(await readCardFile(reader.emulation.card));
});
test.after(async () => {
  await reader.stop();
  await daemon.stop();
});

/** Core, check process, cameras, and the PC/SC daemon that the card's bytes pass through. */
const processes = () => [...familyOf(reader.reader.process.pid ?? 0), daemon.pid];
const checkProcesses = () => familyOf(reader.reader.process.pid ?? 0).slice(1);

/** What stands in memory now; the processes stand still meanwhile. */
function found(): Record<string, number> {
  const pids = processes();
  return whileStill(pids, () => Object.fromEntries(tracesIn(pids, traces)));
}

/** Watches the panel until a view pleases; rejects when none does for a minute. */
async function view(pleases: (view: PanelView) => boolean): Promise<void> {
  let panel: Awaited<ReturnType<typeof openPanel>> | undefined;
  let overdue: NodeJS.Timeout | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      overdue = setTimeout(() => reject(new Error('the panel did not come to it within a minute')), 60_000);
      openPanel(reader.place.panel, (now) => pleases(now) && resolve()).then((opened) => {
        panel = opened;
      }, reject);
    });
  } finally {
    clearTimeout(overdue);
    panel?.close();
  }
}
const told = (stage: string) => (now: PanelView) =>
  now.screen !== 'idle' && now.stages.some(({ name }) => name === stage);

/** Slow enough that each piece is held for a while. */
const slow = { linkKbps: 16 };

test('the scan finds 照合番号B and the photo while the check holds them: it can fail', async () => {
  const visit = reader.visit({ behaviours: slow });
  await view(told('scan'));
  assert.ok((found().照合番号B ?? 0) > 0, '照合番号B, scanned and not yet submitted');
  await view(told('code'));
  await delay(3000);
  assert.ok((found().photo ?? 0) > 10, 'the part of the photo read so far');
  await visit;
});

test('the scan finds the decoded photo and the template while the check holds them: it can fail', async () => {
  let rows = 0;
  for (let n = 0; n < 10 && rows === 0; n++) {
    const visit = reader.visit({ behaviours: { signatureMs: 1000 } });
    await view(told('photo'));
    await delay(20 * n); // decoded rows live for a tenth of a second: looked for a little later each time
    rows = found()['decoded photo'] ?? 0;
    await view(told('reference'));
    if (n === 0) assert.ok((found().template ?? 0) > 0, 'the reference template');
    await visit;
  }
  assert.ok(rows > 10, 'decoded rows');
});

test('the scan finds the PIN on its way to the card: it can fail', async () => {
  const visit = reader.visit({ behaviours: { frameDelayMs: 400 }, tries: [{ method: 'pin', pin: '1234' }] });
  await view(({ screen, channel }) => screen === 'pin' && channel !== undefined);
  let seen = 0;
  for (let n = 0; n < 20 && seen === 0; n++) {
    await delay(400); // shorter than one command takes, so that none slips through between two looks
    seen = found()['VERIFY with the PIN'] ?? 0;
  }
  assert.ok(seen > 0);
  await visit;
});

/** Each way a check can end: what the patient does, what happens meanwhile, and the verdict. */
const endings: Record<
  string,
  { plan: Partial<VisitPlan>; meanwhile?: () => Promise<void>; verdict: string; reason?: string }
> = {
  'verified by face': { plan: {}, verdict: 'verified' },
  'verified by PIN': { plan: { tries: [{ method: 'pin', pin: '1234' }] }, verdict: 'verified' },
  'refused: a wrong PIN': {
    plan: { tries: [{ method: 'pin', pin: '0000' }] },
    verdict: 'refused',
    reason: 'PIN_WRONG',
  },
  'cancelled before a method': { plan: { tries: [] }, verdict: 'cancelled' },
  'card pulled while its photo is read': {
    plan: { behaviours: { pullAtApdu: 70 } },
    verdict: 'cancelled',
    reason: 'CARD_REMOVED',
  },
  'card pulled at the signature': {
    plan: { behaviours: { pullAtApdu: 105 } },
    verdict: 'cancelled',
    reason: 'CARD_REMOVED',
  },
  'killed while the photo is read': {
    plan: { behaviours: slow },
    meanwhile: async () => {
      await view(told('code'));
      await delay(2000);
      for (const pid of checkProcesses()) signal(pid, 'SIGKILL');
    },
    verdict: 'fault',
    reason: 'CHECK_DIED',
  },
};

for (const [name, { plan, meanwhile, verdict, reason }] of Object.entries(endings)) {
  test(`${name}: nothing is found`, async () => {
    const [result] = await Promise.all([reader.visit(plan), meanwhile?.()]);
    assert.is(result.verdict, verdict, result.reason);
    if (reason) assert.is(result.reason, reason);
    assert.equal(found(), {});
  });
}

test('refused, another person: nothing is found', async () => {
  const result = await reader.visit({ person: reader.emulation.stranger });
  assert.equal([result.verdict, result.reason], ['refused', 'FACE_NOT_MATCHED']);
  assert.equal(found(), {});
});

test('time-out, nobody before the camera: nothing is found', async () => {
  const result = await reader.visit({ person: null });
  assert.equal([result.verdict, result.reason], ['refused', 'FACE_TIMEOUT']);
  assert.equal(found(), {});
});

test.run();
