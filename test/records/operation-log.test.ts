import { randomUUID } from 'node:crypto';
import { appendFile, mkdir, mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Clock } from '../../firmware/device/clock.ts';
import { CodedError } from '../../firmware/records/coded-error.ts';
import {
  logFiles,
  type OperationEntry,
  openOperationLog,
  verifyOperationLog,
} from '../../firmware/records/operation-log.ts';

const test = suite<{ folder: string }>('operation log', { folder: '' });
let now = Date.UTC(2025, 3, 1, 9);
const clock: Clock = { wall: () => (now += 250), monotonic: () => now, sleep: async () => {} };
const started: OperationEntry = { kind: 'reader-started', fields: { version: '0.1.0', profile: 'standard' } };
const session = randomUUID();
const visit: OperationEntry[] = [
  { kind: 'session-started', fields: { session } },
  { kind: 'method-failed', fields: { session, method: 'pin', code: 'PIN_WRONG', triesLeft: 2 } },
  { kind: 'verdict', fields: { session, method: 'face', certificateState: 'valid' } },
  {
    kind: 'session-ended',
    fields: { session, outcome: 'verified', reason: 'VERIFIED', erased: true, stages: { photo: 812 } },
  },
];

const open = (folder: string, maxFileKiB = 64) => openOperationLog({ folder, maxFileKiB }, { clock });
const only = async (folder: string) => (await logFiles(folder, 'operation'))[0] ?? '';
const linesIn = async (file: string) =>
  (await readFile(file, 'utf8'))
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

async function codeOf(action: () => Promise<unknown>): Promise<unknown> {
  try {
    await action();
  } catch (error) {
    return error instanceof CodedError ? error.code : error;
  }
  return 'none';
}

test.before.each(async (context) => {
  context.folder = await mkdtemp(join(tmpdir(), 'kazasu-records-'));
});
test.after.each(async ({ folder }) => {
  await rm(folder, { recursive: true });
});

test('[R43] records stand in the order of the calls, each on the disk when its promise is done', async ({ folder }) => {
  const log = await open(folder);
  await log.append(started);
  assert.is((await linesIn(await only(folder))).length, 1);
  await Promise.all(visit.map((entry) => log.append(entry)));
  const records = await linesIn(await only(folder));
  assert.equal(
    records.map(({ kind, fields }) => ({ kind, fields })),
    [started, ...visit],
  );
  assert.equal(
    records.map(({ seq }) => seq),
    [1, 2, 3, 4, 5],
  );
  assert.match(records[0].time, /^2025-04-01T09:00:\d\d\.\d{3}Z$/);
  assert.equal(await verifyOperationLog(await logFiles(folder, 'operation')), {
    ...{ ok: true, records: 5, first: 1, head: log.head() },
    ...{ receipts: 0, signedThrough: 0 },
  });
  await log.close();
});

test('[R43] the file is for its owner only', async ({ folder }) => {
  const log = await open(join(folder, 'inner/records'));
  await log.append(started);
  assert.is((await stat(await only(join(folder, 'inner/records')))).mode & 0o777, 0o600);
  assert.is((await stat(join(folder, 'inner/records'))).mode & 0o777, 0o700);
  await log.close();
});

test('the chain goes on over a restart and over files', async ({ folder }) => {
  for (let run = 0; run < 3; run += 1) {
    const log = await open(folder, 1);
    for (let n = 0; n < 5; n += 1) await log.append(started);
    await log.close();
  }
  const files = await logFiles(folder, 'operation');
  assert.ok(files.length > 2, `${files.length} files`);
  const verdict = await verifyOperationLog(files);
  assert.ok(verdict.ok);
  assert.is(verdict.ok && verdict.records, 15);
});

test('[R42] attack: text of a person is not taken, whatever field it is put in', async ({ folder }) => {
  const log = await open(folder);
  const cases: unknown[] = [
    { kind: 'session-started', fields: { session: '番号 花子' } },
    { kind: 'session-started', fields: { session: '12345678901234' } },
    { kind: 'session-started', fields: { session, name: '花子' } },
    { kind: 'session-ended', fields: { session, outcome: 'verified', reason: '番号花子', erased: true } },
    {
      kind: 'session-ended',
      fields: { session, outcome: 'verified', reason: 'VERIFIED', erased: true, stages: { 花子: 1 } },
    },
    {
      kind: 'session-ended',
      fields: { session, outcome: 'verified', reason: 'VERIFIED', erased: true, stages: { code: 19890331202534 } },
    },
    { kind: 'method-failed', fields: { session, method: 'pin', code: 'PIN_WRONG', triesLeft: 1234 } },
    { kind: 'note', fields: { text: 'x' } },
    { kind: 'reader-stopped', fields: { reason: 'SIGTERM' }, more: 1 },
    { kind: 'reader-stopped' },
    { fields: {} },
    null,
  ];
  for (const entry of cases.slice(0, -1)) {
    assert.is(await codeOf(() => log.append(entry as OperationEntry)), 'RECORD_NOT_ALLOWED', JSON.stringify(entry));
  }
  assert.is(await codeOf(() => log.append(null as unknown as OperationEntry)), 'RECORD_NOT_ALLOWED');
  await log.append(started);
  assert.is((await linesIn(await only(folder))).length, 1);
  await log.close();
});

test('what is refused is not repeated in the error', async ({ folder }) => {
  const log = await open(folder);
  try {
    await log.append({ kind: 'session-started', fields: { session: '番号花子' } });
    assert.unreachable();
  } catch (error) {
    assert.not.ok((error as Error).message.includes('花子'));
    assert.ok((error as Error).message.includes('/fields/session'), (error as Error).message);
  }
  await log.close();
});

test('power loss: a cut last line is taken out, and the next run tells how much was lost', async ({ folder }) => {
  const log = await open(folder);
  for (const entry of visit) await log.append(entry);
  await log.close();
  const file = await only(folder);
  const { size } = await stat(file);
  await truncate(file, size - 40);
  const cut = await verifyOperationLog([file]);
  assert.is(!cut.ok && cut.problem, 'LINE_CUT');
  assert.is(!cut.ok && cut.seq, 4);
  const left = size - 40 - (await readFile(file, 'utf8')).lastIndexOf('\n') - 1;
  const again = await open(folder);
  await again.append(started);
  const records = await linesIn(file);
  assert.equal(
    records.map(({ kind }) => kind),
    ['session-started', 'method-failed', 'verdict', 'log-recovered', 'reader-started'],
  );
  assert.is(records[3].fields.lostBytes, left);
  assert.ok((await verifyOperationLog([file])).ok);
  await again.close();
});

test('power loss: zeros where the last line should be, and a file of which nothing is left', async ({ folder }) => {
  const log = await open(folder);
  await log.append(started);
  await log.close();
  const file = await only(folder);
  await appendFile(file, Buffer.alloc(5000));
  const second = await open(folder);
  await second.append(started);
  await second.close();
  assert.equal(
    (await linesIn(file)).map(({ kind }) => kind),
    ['reader-started', 'log-recovered', 'reader-started'],
  );
  await writeFile(file.replace('000001', '000002'), '');
  const third = await open(folder);
  await third.append(started);
  const verdict = await verifyOperationLog(await logFiles(folder, 'operation'));
  assert.ok(verdict.ok && verdict.records === 4);
  await third.close();
});

test('a file that does not hold together stays as it is, as evidence; a new one tells of it', async ({ folder }) => {
  const log = await open(folder);
  for (const entry of visit) await log.append(entry);
  await log.close();
  const file = await only(folder);
  const spoilt = (await readFile(file, 'utf8')).replace('"triesLeft":2', '"triesLeft":3');
  await writeFile(file, spoilt);
  const again = await open(folder);
  await again.append(started);
  await again.close();
  assert.is(await readFile(file, 'utf8'), spoilt);
  const [, second = ''] = await logFiles(folder, 'operation');
  const [told] = await linesIn(second);
  assert.equal([told.kind, told.fields, told.seq], ['log-damaged', { file: 1, line: 2 }, 5]);
  const verdict = await verifyOperationLog(await logFiles(folder, 'operation'));
  assert.equal(verdict, { ok: false, problem: 'HASH_WRONG', file, line: 2, seq: 2 });
});

test('a second process cannot write the same log; once the first is closed it can', async ({ folder }) => {
  const log = await open(folder);
  assert.is(await codeOf(() => open(folder)), 'RECORDS_IN_USE');
  await log.close();
  const next = await open(folder);
  await next.close();
  assert.is(await codeOf(() => next.append(started)), 'RECORDS_CLOSED');
});

test('a log that cannot be written says so; when it can again, it tells the gap and the chain holds', async ({
  folder,
}) => {
  const log = await open(folder, 1);
  for (let n = 0; n < 4; n += 1) await log.append(started); // the next record begins a new file
  const blocked = (await only(folder)).replace('000001', '000002');
  await mkdir(blocked);
  assert.is(await codeOf(() => log.append(started)), 'RECORDS_UNWRITABLE');
  assert.is(await codeOf(() => log.append(started)), 'RECORDS_UNWRITABLE');
  await rm(blocked, { recursive: true });
  await log.append(started);
  const records = await linesIn(blocked);
  assert.equal([records[0].kind, records[0].fields], ['log-gap', { lost: 2 }]);
  assert.ok((await verifyOperationLog(await logFiles(folder, 'operation'))).ok);
  await log.close();
});

test.run();
