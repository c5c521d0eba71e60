import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { portrait } from '../face/support.ts';
import { runCommand } from '../support/command.ts';

const test = suite('bench face as a user calls it');
let folder = '';
test.before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kazasu-test-'));
  for (let person = 0; person < 25; person++) {
    const own = join(folder, 'dataset', `person-${person}`);
    await mkdir(own, { recursive: true });
    for (const photo of ['a.jpg', 'b.jpg']) await writeFile(join(own, photo), portrait('grace-hopper'));
  }
});
test.after(() => rm(folder, { recursive: true }));

const bench = (...args: string[]) => runCommand(['bench', 'face', ...args], folder);

test('what it cannot use is said in a sentence, before any pipeline is started', async () => {
  const refused = [
    { args: [], code: 2, says: '--dataset is needed' },
    { args: ['--dataset', 'dataset', '--people', 'many'], code: 2, says: '--people many: a whole number' },
    { args: ['--dataset', 'dataset', '--timed', '0'], code: 2, says: '--timed 0' },
    { args: ['--as-contender', 'nobody'], code: 2, says: 'one of kazasu, face-api, human' },
    { args: ['--dataset', 'none'], code: 1, says: 'DATASET_UNREADABLE: ' },
    { args: ['--dataset', 'dataset', '--leave-out', 'none.txt'], code: 1, says: 'DATASET_UNREADABLE: ' },
    { args: ['--dataset', 'dataset'], code: 1, says: '(1200 pairs)\nnext: Give a larger dataset' },
    { args: ['--dataset', 'dataset', '--people', '0'], code: 1, says: 'TOO_FEW_PAIRS: ' },
  ];
  for (const { args, code, says } of refused) {
    const outcome = await bench(...args);
    assert.is(outcome.code, code, outcome.stderr);
    assert.ok(outcome.stderr.includes(says), outcome.stderr);
    assert.equal([outcome.stdout, outcome.left], ['', []]);
  }
});

test.run();
