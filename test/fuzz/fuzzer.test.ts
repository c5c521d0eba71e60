// time limit: 180 s
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { answersSoon } from '../../build/fuzz/answers-soon.ts';
import { bundleTarget, fuzzOne, prepareFuzzing } from '../../build/fuzz/fuzz.ts';
import { projectHome } from '../../firmware/device/home.ts';

const test = suite('the fuzzer');

/** A crash behind two bytes, each in a branch of its own. */
const planted =
  'exports.fuzz = (data) => { if (data[0] === 0x6b) { if (data[1] === 0x61) throw new Error("planted"); } };';

test('it finds a crash', async () => {
  const folder = await mkdtemp(join(projectHome(), 'dist/fuzz-'));
  try {
    await mkdir(join(folder, 'corpus/tlv'), { recursive: true });
    await writeFile(join(folder, 'corpus/tlv/seed'), 'nothing');
    await writeFile(join(folder, 'tlv.cjs'), planted);
    const { runs, edges, findings } = await fuzzOne('tlv', 100, { folder: relative(projectHome(), folder), trust: '' });
    assert.ok(runs > 0 && edges > 0, `${runs} runs, ${edges} edges`);
    assert.is(findings.length, 1);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('an input that keeps a parser busy is a finding, one that lets it wait is none', async () => {
  const work = (data: Buffer): void => {
    const began = process.cpuUsage().user;
    while (process.cpuUsage().user - began < (data[0] ?? 0) * 1000);
  };
  await answersSoon(work, 0.1)(Buffer.of(1));
  await answersSoon(() => new Promise((resolve) => setTimeout(resolve, 200)), 0.1)(Buffer.of(1));
  let complaint = '';
  await answersSoon(
    work,
    0.1,
  )(Buffer.of(150)).catch(({ message }) => {
    complaint = message;
  });
  assert.match(complaint, /for one input/);
});

test('parsers take what is right, and a second of what is not', async () => {
  const place = await prepareFuzzing();
  for (const target of ['tlv', 'request'] as const) {
    await bundleTarget(target, place);
    const { runs, edges, findings } = await fuzzOne(target, 1, place);
    assert.equal(findings, [], target);
    assert.ok(runs > 0 && edges > 1, `${target}: ${runs} runs, ${edges} edges`);
  }
});

test.run();
