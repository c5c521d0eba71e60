// time limit: 120 s
import { tmpdir } from 'node:os';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { runCommand } from '../support/command.ts';

const test = suite('bench hostile-faces');

test('[R03] [R11] a small bench counts every picture once and tells the same twice', async () => {
  const words = ['bench', 'hostile-faces', '--frames', '40', '--photos', '40', '--seed', '3', '--json'];
  const [first, second] = [await runCommand(words, tmpdir()), await runCommand(words, tmpdir())].map(
    ({ code, stdout, left }) => {
      const report = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '');
      assert.is(code, report.holds ? 0 : 1);
      assert.equal(left, []);
      return report;
    },
  );
  assert.equal(first.failures, []);
  for (const door of ['frame', 'photo']) {
    assert.is(
      Object.values<number>(first[door].outcomes).reduce((sum, times) => sum + times, 0),
      40,
    );
    assert.equal(first[door].kinds, second[door].kinds);
  }
  assert.ok(first.peakMiB > 50);
});

test.run();
