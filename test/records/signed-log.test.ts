import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type DeviceKey, deviceKeyOf, openDeviceKey } from '../../crypto/device-key.ts';
import { systemFiles as files } from '../../crypto/durable-files.ts';
import { systemClock } from '../../firmware/device/system-clock.ts';
import { headAnchor } from '../../firmware/records/head-anchor.ts';
import {
  type LogSettings,
  logFiles,
  type OperationEntry,
  openOperationLog,
  verifyOperationLog,
} from '../../firmware/records/operation-log.ts';
import { chainLine, genesis, type OperationRecord } from '../../firmware/records/operation-record.ts';

const test = suite<{ folder: string; key: DeviceKey; other: DeviceKey }>('[R42] [R43] a log that the device signs');
test.before.each(async (context) => {
  context.folder = await mkdtemp(join(tmpdir(), 'kazasu-signed-'));
  context.key = await openDeviceKey(join(context.folder, 'device'), { files, now: Date.now() });
  context.other = await openDeviceKey(join(context.folder, 'other'), { files, now: Date.now() });
});
test.after.each(async ({ folder }) => {
  await rm(folder, { recursive: true });
});

const records = (folder: string) => join(folder, 'records');
const headFile = (folder: string) => join(folder, 'device/operation-head.json');
const open = (folder: string, { sign }: DeviceKey, settings: Partial<LogSettings> = {}) =>
  openOperationLog(
    { folder: records(folder), maxFileKiB: 64, ...settings },
    { clock: systemClock, device: { sign, anchor: headAnchor(headFile(folder), { files, sign }) } },
  );
const visit = (): OperationEntry[] => {
  const session = randomUUID();
  return [
    { kind: 'session-started', fields: { session } },
    { kind: 'erasure', fields: { session, erasure: 'zeroed', exit: 'by-itself', scan: 'not-due', held: { pin: 1 } } },
  ];
};
/** Writes so many visits, and closes as a stop does. */
async function written(folder: string, key: DeviceKey, visits: number, settings?: Partial<LogSettings>) {
  const log = await open(folder, key, settings);
  await Promise.all(
    Array.from({ length: visits }, visit).flatMap((entries) => entries.map((entry) => log.append(entry))),
  );
  await log.close();
}
const verdictOf = async (folder: string, key: DeviceKey) =>
  verifyOperationLog(await logFiles(records(folder), 'operation'), { device: deviceKeyOf(key.certificate) });
const recordsIn = async (folder: string): Promise<OperationRecord[]> =>
  (await Promise.all((await logFiles(records(folder), 'operation')).map((file) => readFile(file, 'utf8'))))
    .join('')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
const kindsIn = async (folder: string) => (await recordsIn(folder)).map(({ kind }) => kind);

test('receipts and seals are proved by the certificate of the device alone, and of no other', async ({
  folder,
  key,
  other,
}) => {
  await written(folder, key, 3);
  const verdict = await verdictOf(folder, key);
  assert.equal(verdict.ok && [verdict.records, verdict.receipts, verdict.signedThrough], [7, 3, 7]);
  const foreign = await verdictOf(folder, other);
  assert.equal(!foreign.ok && [foreign.problem, foreign.line], ['SIGNATURE_WRONG', 2]);
});

test('attack: the log made anew as a whole, chained rightly, with no signature, with old ones, with those of another device', async ({
  folder,
  key,
  other,
}) => {
  await written(folder, key, 3);
  const [file = ''] = await logFiles(records(folder), 'operation');
  const old = await recordsIn(folder);
  const remade = (change: (line: string, n: number) => string, sign?: (text: string) => string) => {
    let head = genesis;
    return old
      .map(({ kind, fields }, n) => {
        const entry = { kind, fields: n === 0 ? { session: randomUUID() } : fields } as OperationEntry;
        const made = chainLine(head, entry, Date.now(), sign);
        head = made.head;
        return `${change(made.line, n)}\n`;
      })
      .join('');
  };
  const withOld = (line: string, n: number) => {
    const { signature } = old[n] ?? {};
    return signature === undefined ? line : line.replace(/,"time"/, `,"signature":"${signature}","time"`);
  };
  for (const text of [remade((line) => line), remade(withOld), remade((line) => line, other.sign)]) {
    await writeFile(file, text);
    assert.ok((await verifyOperationLog([file])).ok, 'the chain itself holds');
    const verdict = await verdictOf(folder, key);
    assert.equal(!verdict.ok && [verdict.problem, verdict.line, verdict.seq], ['SIGNATURE_WRONG', 2, 2]);
  }
});

test('attack: the end cut off, at a line or in one, is told at the next start; so is a log that is gone', async ({
  folder,
  key,
}) => {
  await written(folder, key, 3);
  const [file = ''] = await logFiles(records(folder), 'operation');
  const lines = (await readFile(file, 'utf8')).split('\n');
  const cuts: [string, () => Promise<void>, number][] = [
    ['at a line', () => writeFile(file, `${lines.slice(0, 4).join('\n')}\n`), 3],
    ['in a line', () => truncate(file, Buffer.byteLength(lines.slice(0, 5).join('\n')) - 9), 3],
    ['all of it', () => rm(file), 7],
  ];
  for (const [what, cut, lost] of cuts) {
    const saved = await readFile(headFile(folder));
    await cut();
    await written(folder, key, 1);
    const told = (await recordsIn(folder)).find(({ kind }) => kind === 'log-cut');
    assert.equal(told?.fields, { lost }, what);
    assert.ok((await verdictOf(folder, key)).ok, what);
    await writeFile(file, lines.join('\n'));
    await writeFile(headFile(folder), saved);
  }
});

test('attack: what the device remembers of its log taken away or made up is told at the next start', async ({
  folder,
  key,
  other,
}) => {
  await written(folder, key, 1);
  const saved = JSON.parse(await readFile(headFile(folder), 'utf8'));
  const forged = { seq: 1, hash: saved.hash, signature: other.sign(`kazasu head 1 1 ${saved.hash}`) };
  for (const change of [() => rm(headFile(folder)), () => writeFile(headFile(folder), `${JSON.stringify(forged)}\n`)]) {
    await change();
    await written(folder, key, 1);
    assert.equal((await recordsIn(folder)).findLast(({ kind }) => kind === 'log-cut')?.fields, {});
  }
});

test('a stop closes the log; whatever else ended the run before is told at the next start', async ({ folder, key }) => {
  await written(folder, key, 1);
  await written(folder, key, 1);
  assert.not.ok((await kindsIn(folder)).includes('log-unclosed'));
  assert.is((await kindsIn(folder)).at(-1), 'log-sealed');
  const [file = ''] = await logFiles(records(folder), 'operation');
  const lines = (await readFile(file, 'utf8')).split('\n');
  await writeFile(file, `${lines.slice(0, -2).join('\n')}\n`); // as a loss of power leaves it
  await written(folder, key, 1);
  assert.ok((await kindsIn(folder)).includes('log-unclosed'));
});

test('a log keeps to its size: the oldest files go, a signed record says so, and the rest is proved', async ({
  folder,
  key,
}) => {
  await written(folder, key, 4000, { maxFileKiB: 64, maxTotalMiB: 1 });
  const left = await readdir(records(folder));
  const bytes = (await Promise.all(left.map((name) => readFile(join(records(folder), name))))).reduce(
    (sum, { length }) => sum + length,
    0,
  );
  assert.ok(bytes < 1.1 * 2 ** 20, `${bytes} bytes`);
  assert.ok(!left.includes('operation-000001.jsonl'));
  const verdict = await verdictOf(folder, key);
  assert.ok(verdict.ok && verdict.first > 1, JSON.stringify(verdict));
});

test('attack: one file more taken away than the log says', async ({ folder, key }) => {
  await written(folder, key, 4000, { maxFileKiB: 64, maxTotalMiB: 1 });
  const [first = '', second] = await logFiles(records(folder), 'operation');
  await rm(first);
  const verdict = await verdictOf(folder, key);
  assert.equal(!verdict.ok && [verdict.problem, verdict.file, verdict.line], ['SEQ_WRONG', second, 1]);
});

test('a file older than is kept goes when a day ends, one a day: a clock that jumps ahead empties no log', async ({
  folder,
  key,
}) => {
  const settings = { maxFileKiB: 1, keepDays: 30 };
  for (let n = 0; n < 4; n++) await written(folder, key, 2, settings);
  const old = await logFiles(records(folder), 'operation');
  for (const file of old) await utimes(file, 0, 0);
  const log = await open(folder, key, settings);
  await log.append({ kind: 'reader-stopped', fields: { reason: 'SIGTERM' } });
  assert.is((await logFiles(records(folder), 'operation'))[0], old[0]);
  await log.seal('day');
  await log.close();
  assert.is((await logFiles(records(folder), 'operation'))[0], old[1]);
  assert.ok((await verdictOf(folder, key)).ok);
});

test.run();
