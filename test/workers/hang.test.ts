// time limit: 60 s
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { watchForHang } from '../../build/workers/hang.ts';

const test = suite('a worker that hangs');

const doing = (work: string): ChildProcess => spawn(process.execPath, ['-e', work], { stdio: 'ignore' });

async function killedWithin(work: string, patience: { busySeconds: number; waitSeconds: number }): Promise<boolean> {
  const worker = doing(work);
  const gone = once(worker, 'exit');
  let hung = false;
  const unwatch = watchForHang(
    worker.pid ?? 0,
    () => {
      hung = true;
      worker.kill('SIGKILL');
    },
    patience,
  );
  await gone;
  unwatch();
  return hung;
}

test('one that computes for ever is found, however long the clock may run', async () => {
  assert.ok(await killedWithin('for (;;);', { busySeconds: 1, waitSeconds: 3600 }));
});

test('one that waits for ever is found, though it uses no processor', async () => {
  assert.ok(await killedWithin('setInterval(() => {}, 1e6)', { busySeconds: 3600, waitSeconds: 2 }));
});

test('one that waits its turn on a busy machine is not', async () => {
  assert.not(await killedWithin('setTimeout(() => {}, 4000)', { busySeconds: 2, waitSeconds: 3600 }));
});

test.run();
