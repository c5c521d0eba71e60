// time limit: 1800 s
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { deviceKeyOf, openDeviceKey } from '../../crypto/device-key.ts';
import { systemFiles } from '../../crypto/durable-files.ts';
import { systemClock } from '../../firmware/device/system-clock.ts';
import { headAnchor } from '../../firmware/records/head-anchor.ts';
import {
  logFiles,
  type OperationEntry,
  openOperationLog,
  verifyOperationLog,
} from '../../firmware/records/operation-log.ts';

const entry: OperationEntry = { kind: 'check-process', fields: { event: 'spawned', ms: 1 } };
const receipt: OperationEntry = {
  kind: 'erasure',
  fields: { session: randomUUID(), erasure: 'zeroed', exit: 'by-itself', scan: 'not-due' },
};
const records = (folder: string) => join(folder, 'records');
const key = (folder: string) => openDeviceKey(join(folder, 'device'), { files: systemFiles, now: 0 });
async function open(folder: string) {
  const { sign } = await key(folder);
  const anchor = headAnchor(join(folder, 'device/operation-head.json'), { files: systemFiles, sign });
  return openOperationLog(
    { folder: records(folder), maxFileKiB: 16 },
    { clock: systemClock, device: { sign, anchor } },
  );
}
/** So many processes are killed. */
const kills = Number(process.env.KAZASU_TEST_KILLS ?? 20);
/** The whole log is verified so often; it grows with each run. */
const lookEvery = Math.ceil(kills / 40);

/** This file, run once more as the process that writes: it says the number of each record that it was told is on the disk. */
async function write(folder: string): Promise<void> {
  const log = await open(folder);
  for (let n = 0; n < 5000; n += 1) {
    const results = await Promise.allSettled([log.append(entry), log.append(receipt), log.append(entry)]);
    if (results.some(({ status }) => status === 'rejected')) console.log('failed');
    else console.log(log.head().seq);
  }
}

const folderToWrite = process.env.KAZASU_TEST_WRITES;
if (folderToWrite !== undefined) await write(folderToWrite);
else tests();

function tests(): void {
  const test = suite<{ folder: string }>('a writer that dies', { folder: '' });
  const self = process.argv[2] ?? '';

  test.before.each(async (context) => {
    context.folder = await mkdtemp(join(tmpdir(), 'kazasu-killed-'));
  });
  test.after.each(async ({ folder }) => {
    await rm(folder, { recursive: true });
  });

  const start = (folder: string, command: string, args: string[]) => {
    const child = spawn(command, args, {
      env: { ...process.env, KAZASU_TEST_WRITES: folder },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    return {
      child,
      lines: createInterface({ input: child.stdout })[Symbol.asyncIterator](),
      exit: once(child, 'close'),
    };
  };

  test('SIGKILL at any moment: the chain holds up to the last record that was told to be on the disk, and goes on', async ({
    folder,
  }) => {
    let told = 0;
    const { certificate } = await key(folder);
    const device = deviceKeyOf(certificate);
    for (let run = 0; run < kills; run += 1) {
      const { child, lines, exit } = start(folder, process.execPath, [self]);
      told = Number((await lines.next()).value);
      setTimeout(() => child.kill('SIGKILL'), Math.random() * 60);
      for await (const line of lines) told = Number(line);
      await exit;
      const log = await open(folder); // its lock died with it
      await log.append(entry);
      if (run % lookEvery === 0 || run === kills - 1) {
        const verdict = await verifyOperationLog(await logFiles(records(folder), 'operation'), { device });
        assert.ok(verdict.ok, JSON.stringify(verdict));
      }
      assert.ok(log.head().seq > told, `${log.head().seq} after ${told}`);
      await log.close();
    }
    assert.ok(told > kills, `${told} records`);
  });

  test('a disk that is full in the middle of a line: refused by code, the chain holds and goes on', async ({
    folder,
  }) => {
    const { child, lines, exit } = start(folder, 'bash', ['-c', 'ulimit -f 4; exec "$0" "$1"', process.execPath, self]);
    let written = 0;
    for await (const line of lines) {
      if (line === 'failed') break;
      written = Number(line);
    }
    child.kill('SIGKILL');
    await exit;
    assert.ok(written >= 9, `${written} records in 4 KiB`);
    const log = await open(folder);
    await log.append(entry);
    const files = await logFiles(records(folder), 'operation');
    assert.ok((await verifyOperationLog(files)).ok);
    assert.ok((await readFile(files[0] ?? '', 'utf8')).includes('"kind":"log-recovered"'), 'a line was cut');
    await log.close();
  });

  test.run();
}
