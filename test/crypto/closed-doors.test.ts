import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import inspector from 'node:inspector';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { canLockMemory, lockedBuffer, wipe } from '../../crypto/locked-buffer.ts';
import { closeToOthers } from '../../crypto/undumpable.ts';

const test = suite('memory and doors of the process');
const status = (key: string) =>
  Number(new RegExp(`^${key}:\\s+(\\d+)`, 'm').exec(readFileSync('/proc/self/status', 'latin1'))?.[1]);

test('[R42] a locked buffer is locked, holds bytes, and is empty after wiping', () => {
  assert.ok(canLockMemory());
  const before = status('VmLck');
  const buffer = lockedBuffer(14);
  assert.ok(status('VmLck') > before);
  assert.equal([...buffer], Array(14).fill(0));
  buffer.write('55021720352285');
  assert.is(buffer.toString('latin1'), '55021720352285');
  wipe(buffer);
  assert.is(buffer.length, 0);
  wipe(buffer);
});

test('[R44] memory of the process and core dumps are shut', () => {
  assert.equal(closeToOthers(), []);
  assert.match(readFileSync('/proc/self/limits', 'latin1'), /^Max core file size\s+0\s+0\s/m);
  assert.equal(closeToOthers(), []); // again does no harm
  assert.is(process.listenerCount('SIGUSR1'), 1);
});

test('[R44] SIGUSR1 opens no inspector; without the handler it does, so this can fail', async () => {
  const script = `
    import inspector from 'node:inspector';
    process.kill(process.pid, 'SIGUSR1');
    setInterval(() => inspector.url() && process.exit(7), 20);`;
  const open = spawn(process.execPath, ['--inspect-port=127.0.0.1:0', '--input-type=module', '-e', script]);
  assert.is((await once(open, 'close'))[0], 7);

  assert.equal(closeToOthers(), []);
  const heard = once(process, 'SIGUSR1');
  const hold = setInterval(() => undefined, 1000); // a signal listener keeps no process alive
  process.kill(process.pid, 'SIGUSR1');
  await heard;
  clearInterval(hold);
  assert.is(inspector.url(), undefined);
});

test.run();
