import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { soakSideBySide } from '../../build/soak/side-by-side.ts';

const test = suite('readers soaked side by side');

test('when one cannot begin, the others end too, and it is said why', async () => {
  const told: string[] = [];
  const tell = { done: () => told.push('done'), wrong: (line: string) => told.push(line) };
  const error = await soakSideBySide(6, 3, 1, tell).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.instance(error, Error);
  // Only root may give each its own name space.
  assert.match((error as Error).message, process.geteuid?.() === 0 ? /at least \d+ visits/ : /ended with/);
  assert.equal(told, []);
});

test.run();
