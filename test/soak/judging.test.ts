import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { joinFindings, noFindings, type SoakFindings } from '../../build/soak/findings.ts';
import { faultKinds } from '../../build/soak/kinds.ts';
import { drawPlan, type SoakPlan, soakPlans, wrongIn } from '../../build/soak/plans.ts';
import { soakLines, soakReport } from '../../build/soak/report.ts';
import { drawFaults } from '../../build/soak/schedule.ts';
import { type Sample, slopeOf } from '../../build/soak/slope.ts';
import { seededRandom } from '../../drivers/camera/emulated/random.ts';

const test = suite('how a soak judges');

function planNamed(name: string): SoakPlan {
  const found = soakPlans.find((plan) => plan.name === name);
  if (!found) throw new Error(name);
  return found;
}
const face = planNamed('face');
const wrongPin = planNamed('wrong PIN');
const verified = { verdict: 'verified', reason: 'VERIFIED', method: 'face' } as const;
const failed = { verdict: 'fault', reason: 'CHECK_DIED' } as const;

test('a visit that nothing met must end as planned', () => {
  assert.is(wrongIn(face, verified, false), undefined);
  assert.is(wrongIn(face, failed, false), 'fault: CHECK_DIED');
  assert.is(wrongIn(face, undefined, false), 'no outcome');
  assert.is(wrongIn(wrongPin, failed, false), undefined);
});

test('one that a fault met may fail, but verifies nobody wrongly', () => {
  assert.is(wrongIn(face, failed, true), undefined);
  assert.is(wrongIn(face, { ...verified, method: 'pin' }, true), 'verified by pin');
  assert.is(wrongIn(wrongPin, verified, true), 'verified by face');
});

test('every kind of fault comes: 20 times in 2,000 visits, once in the fewest', () => {
  for (const [visits, times] of [
    [2000, 20],
    [2 * faultKinds.length, 1],
  ] as const) {
    const drawn = [...drawFaults(visits, seededRandom(3)).values()];
    for (const kind of faultKinds) assert.is(drawn.filter((one) => one === kind).length, times, kind.name);
  }
  assert.throws(() => drawFaults(2 * faultKinds.length - 1, seededRandom(3)), /at least/);
});

test('every kind of visit is drawn', () => {
  const random = seededRandom(5);
  const names = new Set(Array.from({ length: 500 }, () => drawPlan(random).name));
  assert.is(names.size, soakPlans.length);
});

test('the core is killed in the first third alone: the last one lives long', () => {
  for (let seed = 1; seed < 20; seed++) {
    const drawn = [...drawFaults(667, seededRandom(seed))];
    assert.is(new Set(drawn.map(([visit]) => visit)).size, 7 * faultKinds.length, 'each fault has a visit of its own');
    for (const [visit, { name }] of drawn) if (name === 'core killed') assert.ok(visit < 223, `${visit}`);
    assert.ok(
      drawn.some(([visit, { name }]) => name !== 'core killed' && visit > 600),
      'others come late too',
    );
  }
});

/** Two lives of a process that starts at another level each time and grows by `growth` a visit. */
const twoLives = (growth: number): Sample[] => {
  const random = seededRandom(7);
  return Array.from({ length: 200 }, (_, visit) => {
    const life = visit < 100 ? 1 : 2;
    return { life, visit, value: 150 * life + growth * visit + 4 * random() };
  });
};

test('a leak is seen across restarts, and none where there is none', () => {
  const leak = slopeOf(twoLives(0.1));
  assert.ok(Math.abs(leak.perVisit - 0.1) < 0.02, `${leak.perVisit}`);
  assert.ok(leak.perVisit - leak.sureWithin > 0.05);
  const flat = slopeOf(twoLives(0));
  assert.ok(Math.abs(flat.perVisit) <= flat.sureWithin * 2, JSON.stringify(flat));
});

test('a leak, a wrong visit and a slower reader each fail the soak', () => {
  const well = {
    visits: 200,
    outcomes: {},
    wrong: [],
    recoveries: { 'core killed': [2000, 3000] },
    told: { 'core killed': { unreachable: 2 } },
    toVerdictMs: Array.from({ length: 50 }, () => 1000),
    memory: twoLives(0),
    handles: twoLives(0),
  };
  assert.is(soakReport(well).holds, true);
  assert.equal(soakReport(well).recoveries, [
    { kind: 'core killed', times: 2, meanMs: 2500, mostMs: 3000, told: { unreachable: 2 } },
  ]);
  assert.is(soakReport({ ...well, memory: twoLives(0.1) }).holds, false);
  assert.is(soakReport({ ...well, handles: twoLives(0.1) }).holds, false);
  assert.is(soakReport({ ...well, memory: [], handles: [] }).holds, false, 'of too few visits nobody can tell');
  assert.match(
    soakLines(soakReport({ ...well, memory: [] })).join(),
    /memory of the core, once warm: no core lived long enough/,
  );
  assert.is(soakReport({ ...well, wrong: ['visit 3'] }).holds, false);
  const slower = [...well.toVerdictMs, ...well.toVerdictMs.map((ms) => ms * 2)];
  assert.is(soakReport({ ...well, toVerdictMs: slower }).holds, false);
});

test('what readers side by side saw is one: sums, lives apart, times in order', () => {
  const one = (ms: readonly number[]): SoakFindings => ({
    ...noFindings(2),
    outcomes: { verified: 2 },
    recoveries: { 'core killed': [1000] },
    told: { 'core killed': { unreachable: 1 } },
    toVerdictMs: [...ms],
    memory: [{ life: 1, visit: 0, value: 100 }],
  });
  const joined = joinFindings([one([1, 3]), { ...one([2, 4]), wrong: ['visit 1'] }]);
  assert.equal(joined, {
    visits: 4,
    outcomes: { verified: 4 },
    wrong: ['visit 1'],
    recoveries: { 'core killed': [1000, 1000] },
    told: { 'core killed': { unreachable: 2 } },
    toVerdictMs: [1, 2, 3, 4],
    memory: joined.memory,
    handles: [],
  });
  assert.is(new Set(joined.memory.map(({ life }) => life)).size, 2);
});

test.run();
