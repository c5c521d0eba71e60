import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { deviceKeyOf, openDeviceKey } from '../../crypto/device-key.ts';
import { systemFiles as files } from '../../crypto/durable-files.ts';
import { openRecords, type Records } from '../../firmware/device/open-records.ts';
import { systemClock } from '../../firmware/device/system-clock.ts';
import { type FaultsBoard, faultsBoard } from '../../firmware/records/faults-board.ts';
import { logFiles, type OperationEntry, verifyOperationLog } from '../../firmware/records/operation-log.ts';

/** A second passes in a hundredth: a retry after ten of them need not be waited for. */
const clock = { ...systemClock, sleep: (ms: number, signal?: AbortSignal) => systemClock.sleep(ms / 100, signal) };
const entry: OperationEntry = { kind: 'check-process', fields: { event: 'spawned', ms: 1 } };

const folder = mkdtempSync(join(tmpdir(), 'kazasu-disk-'));
const disk = join(folder, 'disk');
mkdirSync(disk);
const mount = (...args: string[]) => execFileSync('mount', args, { stdio: 'ignore' });
const test = suite('[R46] a disk that is full or read-only');
/** A small disk of its own, which only root may make; */
const isRoot = process.geteuid?.() === 0;
/** so anybody else goes through all of this as root of a name space of their own. */
const asRoot = ['--user', '--map-root-user', '--mount', process.execPath, ...process.argv.slice(1)];
const byRoot = (name: string, work: () => Promise<void>) => isRoot && test(name, work);
if (!isRoot) test('by an ordinary user', () => void execFileSync('unshare', asRoot, { stdio: 'inherit' }));

test.before.each(() => {
  if (isRoot) mount('-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', disk);
});
test.after.each(() => {
  if (isRoot) execFileSync('umount', [disk]);
});
test.after(() => {
  rmSync(folder, { recursive: true });
});

const settings = (what: string) => ({
  device: { folder: join(folder, `device-${what}`) },
  records: { folder: join(disk, 'records'), maxFileKiB: 16, maxTotalMiB: 1, keepDays: 30 },
});
const standing = (faults: FaultsBoard) => faults.standing().map(({ code, part }) => `${code} ${part}`);
const broken = ['RECORDS_UNWRITABLE operation-log'];

/** Appends until the disk refuses; answers how many records it refused. */
async function appendUntilRefused(records: Records, faults: FaultsBoard): Promise<number> {
  for (let lost = 0; ; ) {
    await records.operations.append(entry).catch(() => {
      lost += 1;
    });
    if (lost > 0) {
      assert.equal(standing(faults), broken);
      return lost;
    }
  }
}

async function demandMended(faults: FaultsBoard): Promise<void> {
  for (let waited = 0; standing(faults).length > 0 && waited < 5000; waited += 20) await delay(20);
  assert.equal(standing(faults), []);
}

/** The log holds, is signed, and tells at least so many lost records. */
async function demandTold(what: string, lost: number): Promise<void> {
  const paths = await logFiles(settings(what).records.folder, 'operation');
  const text = (await Promise.all(paths.map((path) => readFile(path, 'utf8')))).join('');
  const told = [...text.matchAll(/"fields":\{"lost":(\d+)\}/g)].reduce((sum, [, count]) => sum + Number(count), 0);
  assert.ok(told >= lost, `${told} told, ${lost} lost`);
  const { certificate } = await openDeviceKey(settings(what).device.folder, { files, now: Date.now() });
  const verdict = await verifyOperationLog(paths, { device: deviceKeyOf(certificate) });
  assert.ok(verdict.ok, JSON.stringify(verdict));
}

byRoot(
  'full: a fault stands; with room again it clears without a hand, and the log tells the gap and holds',
  async () => {
    const faults = faultsBoard();
    const records = await openRecords(settings('full'), faults, clock);
    await records.operations.append(entry);
    try {
      writeFileSync(join(disk, 'filler'), Buffer.alloc(1 << 20));
    } catch {} // it is full now
    const lost = await appendUntilRefused(records, faults);
    rmSync(join(disk, 'filler'));
    await demandMended(faults);
    await records.close();
    await demandTold('full', lost);
  },
);

byRoot(
  'read-only at the start: the reader starts with a fault, which clears once the disk can be written',
  async () => {
    const first = await openRecords(settings('read-only'), faultsBoard(), clock);
    await first.operations.append(entry);
    await first.close();
    mount('-o', 'remount,bind,ro', disk);
    const faults = faultsBoard();
    const records = await openRecords(settings('read-only'), faults, clock);
    const lost = await appendUntilRefused(records, faults);
    mount('-o', 'remount,bind,rw', disk);
    await demandMended(faults);
    await records.close();
    await demandTold('read-only', lost);
  },
);

test.run();
