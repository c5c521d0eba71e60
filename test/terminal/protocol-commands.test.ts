// time limit: 400 s
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { projectHome } from '../../firmware/device/home.ts';
import { runCommand } from '../support/command.ts';

const test = suite('the commands that measure and prove the protocol');
const lastLine = (stdout: string) => JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '');

test('[R16] [R23] [R33] proof delivery: power cuts of readers and broker lose nothing, and nothing personal is found', async () => {
  const { code, stdout, left } = await runCommand(['proof', 'delivery', '--kills', '8', '--json'], projectHome());
  const report = lastLine(stdout);
  assert.is(code, 0, stdout);
  assert.is(report.cuts.reader + report.cuts.broker, 8);
  assert.equal([report.missing, report.twice, report.personal, report.left], [[], [], [], 0]);
  assert.ok(report.control.includes('photo') && report.control.includes('certificate'), 'the look can find');
  assert.equal(left, []);
});

test('bench protocol: three readers served at once; every visit is verified', async () => {
  const args = ['bench', 'protocol', '--requests', '200', '--messages', '5', '--minutes', '0.15', '--json'];
  const { stdout, left } = await runCommand(args, projectHome());
  const { answers, load } = lastLine(stdout);
  assert.is(answers.requests, 200);
  assert.is(load.length, 3);
  for (const { visits, failed } of load) assert.ok(visits > 0 && failed === 0, stdout);
  assert.equal(left, []);
});

test('proof messages: each is answered, and nothing changes', async () => {
  const args = ['proof', 'messages', '--messages', '3000', '--json'];
  const { stdout, left } = await runCommand(args, projectHome());
  const { answered, same, answers } = lastLine(stdout);
  assert.equal([answered, same], [3000, true], stdout);
  for (const code of ['MESSAGE_NOT_JSON', 'MESSAGE_INVALID']) assert.ok(answers[code] > 0, code);
  assert.equal(left, []);
});

test.run();
