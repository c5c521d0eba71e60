import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type DeviceKey, deviceKeyOf, openDeviceKey } from '../../crypto/device-key.ts';
import { systemFiles as files } from '../../crypto/durable-files.ts';
import { systemClock } from '../../firmware/device/system-clock.ts';
import { exportRecords } from '../../firmware/records/export-records.ts';
import { headAnchor } from '../../firmware/records/head-anchor.ts';
import { type Book, openOperationLog } from '../../firmware/records/operation-log.ts';
import { verifyExport } from '../../firmware/records/verify-export.ts';

const test = suite<{ folder: string; key: DeviceKey; out: string }>('[R43] the export of the records');
const session = randomUUID();

test.before(async (context) => {
  context.folder = await mkdtemp(join(tmpdir(), 'kazasu-export-'));
  context.key = await openDeviceKey(join(context.folder, 'device'), { files, now: Date.now() });
  context.out = join(context.folder, 'records.zip');
  const { folder, key, out } = context;
  const open = (book: Book) => {
    const anchor = headAnchor(join(folder, 'device', `${book}-head.json`), { files, sign: key.sign });
    const settings = { folder: join(folder, 'records'), book, maxFileKiB: 1 };
    return openOperationLog(settings, { clock: systemClock, device: { sign: key.sign, anchor } });
  };
  const [operations, errors] = [await open('operation'), await open('error')];
  for (let n = 0; n < 5; n++) {
    await operations.append({ kind: 'session-started', fields: { session } });
    await operations.append({
      kind: 'session-ended',
      fields: { session, outcome: 'refused', reason: 'PIN_WRONG', erased: true, stages: { card: 12, pin: 3 } },
    });
  }
  await errors.append({ kind: 'error', fields: { code: 'CAMERA_LOST', part: 'face-camera' } });
  await exportRecords({ folder: join(folder, 'records'), out, key, now: Date.now() });
  await operations.close();
  await errors.close();
});
test.after(async ({ folder }) => {
  await rm(folder, { recursive: true });
});

const verify = (path: string, key: DeviceKey) => verifyExport(path, deviceKeyOf(key.certificate));
const changed = async (folder: string, out: string, change: (entries: Record<string, Uint8Array>) => void) => {
  const entries = unzipSync(await readFile(out));
  change(entries);
  const path = join(folder, 'changed.zip');
  await writeFile(path, zipSync(entries));
  return path;
};

test('is one file for its owner, holds both logs as lines and tables, and is proved by the certificate in it', async ({
  out,
  key,
}) => {
  assert.is((await stat(out)).mode & 0o777, 0o600);
  const entries = unzipSync(await readFile(out));
  assert.equal(Object.keys(entries).sort(), [
    ...['device-certificate.pem', 'error.csv', 'error.jsonl'],
    ...['manifest.json', 'manifest.sig', 'operation.csv', 'operation.jsonl'],
  ]);
  assert.is(Buffer.from(entries['device-certificate.pem'] ?? '').toString(), key.certificate);
  const verdict = await verify(out, key);
  assert.ok(verdict.ok, JSON.stringify(verdict));
});

test('the table opens in a spreadsheet: one line a record, nothing lost', async ({ out }) => {
  const table = Buffer.from(unzipSync(await readFile(out))['operation.csv'] ?? '').toString();
  const lines = table.split('\r\n');
  assert.is(lines[0], '\uFEFFseq,time,kind,session,method,code,part,result,details,hash');
  assert.is(lines.length, 12);
  const details = '"{""erased"":true,""stages"":{""card"":12,""pin"":3}}"';
  assert.match(lines[2] ?? '', `,session-ended,${session},,PIN_WRONG,,refused,${details},`);
});

test('attack: any file changed, taken out, or put in beside', async ({ folder, out, key }) => {
  const names = Object.keys(unzipSync(await readFile(out))).filter((name) => !name.startsWith('manifest'));
  for (const name of names) {
    const path = await changed(folder, out, (entries) => {
      const bytes = entries[name] as Uint8Array;
      bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
    });
    assert.equal(await verify(path, key), { ok: false, problem: 'FILE_CHANGED', file: name });
    const without = await changed(folder, out, (entries) => delete entries[name]);
    assert.equal(await verify(without, key), { ok: false, problem: 'FILE_CHANGED', file: name });
  }
  const more = await changed(folder, out, (entries) => Object.assign(entries, { 'more.jsonl': strToU8('x') }));
  assert.equal(await verify(more, key), { ok: false, problem: 'FILE_CHANGED', file: 'more.jsonl' });
});

test('attack: a manifest changed, or signed by another device', async ({ folder, out, key }) => {
  const manifest = await changed(folder, out, (entries) => {
    const text = Buffer.from(entries['manifest.json'] ?? '').toString();
    entries['manifest.json'] = strToU8(text.replace(/"made":"20/, '"made":"21'));
  });
  assert.equal(await verify(manifest, key), { ok: false, problem: 'SIGNATURE_WRONG', file: 'manifest.json' });
  const other = await openDeviceKey(join(folder, 'other'), { files, now: Date.now() });
  assert.equal(await verify(out, other), { ok: false, problem: 'SIGNATURE_WRONG', file: 'manifest.json' });
});

test('attack: any bytes in place of an export are refused, never thrown at', async ({ folder, out, key }) => {
  const whole = await readFile(out);
  const path = join(folder, 'hostile.zip');
  const flips = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 })), { minLength: 1 });
  const hostile = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    flips.map((all) => {
      const bytes = Buffer.from(whole);
      for (const [at, by] of all) bytes[at] = (bytes[at] ?? 0) ^ by;
      return bytes;
    }),
    fc.nat(whole.length - 1).map((end) => whole.subarray(0, end)),
  );
  await fc.assert(
    fc.asyncProperty(hostile, async (bytes) => {
      await writeFile(path, bytes);
      const verdict = await verify(path, key);
      // Some bytes of a ZIP say nothing of its files: dates, versions. Then it is still the same export.
      assert.type(verdict.ok, 'boolean');
    }),
    { numRuns: 300 },
  );
});

test.run();
