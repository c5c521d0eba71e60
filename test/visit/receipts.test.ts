// time limit: 180 s
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { familyOf } from '../../build/visit/process-family.ts';
import { deviceCertificateFile } from '../../crypto/device-key.ts';
import { projectHome } from '../../firmware/device/home.ts';
import { logFiles } from '../../firmware/records/operation-log.ts';
import type { OperationRecord } from '../../firmware/records/operation-record.ts';
import { runCommand } from '../support/command.ts';
import { type RunningReader, startRunningReader } from '../support/running-reader.ts';

/** Every check looks through its memory; a slow machine kills none for taking long. */
const looking = () => ({ check: { memoryScanPercent: 100 }, timeouts: { farewell: 1, erase: 10 } });

const test = suite<{ reader: RunningReader }>('[R42] the receipt of a check');
test.before(async (context) => {
  context.reader = await startRunningReader({ settings: looking });
});
test.after(async ({ reader }) => {
  await reader.stop();
});

async function withBundle(
  made: 'bundleWithoutZeroing' | 'bundleWithBusyCollector',
  look: (reader: RunningReader) => Promise<void>,
): Promise<void> {
  const bundle = `dist/${made}-${process.pid}`;
  const bundler: typeof import('../../build/bundle.mjs') = await import(join(projectHome(), 'build/bundle.mjs'));
  await bundler[made](bundle);
  const reader = await startRunningReader({ bundle, settings: looking });
  try {
    await look(reader);
  } finally {
    await reader.stop();
    await rm(join(projectHome(), bundle), { recursive: true, force: true });
  }
}

type Fields = Readonly<Record<string, unknown>>;
async function recordsOf({ folder }: RunningReader, wanted: string): Promise<Fields[]> {
  const texts = await Promise.all(
    (await logFiles(join(folder, 'records'), 'operation')).map((f) => readFile(f, 'utf8')),
  );
  const records: OperationRecord[] = texts
    .flatMap((text) => text.split('\n').filter(Boolean))
    .map((line) => JSON.parse(line));
  return records.filter(({ kind }) => kind === wanted).map(({ fields }) => fields);
}
const receipts = (reader: RunningReader) => recordsOf(reader, 'erasure');
/** The receipt of a visit, once it is on the disk: the terminal may hear of the end before. */
async function receiptOf(reader: RunningReader, visit: () => Promise<unknown>): Promise<Fields> {
  const before = (await receipts(reader)).length;
  await visit();
  for (;;) {
    const receipt = (await receipts(reader))[before];
    if (receipt) return receipt;
    await delay(20);
  }
}

test('by face: code, photo, two templates and frames were held and zeroed; none is found in the memory', async ({
  reader,
}) => {
  const receipt = await receiptOf(reader, () => reader.visit());
  const { code, photo, template, frame } = Object(receipt.held);
  assert.equal([receipt.erasure, receipt.exit], ['zeroed', 'by-itself']);
  assert.equal({ code, photo, template }, { code: 1, photo: 1, template: 2 });
  assert.ok(frame > 1, `${frame} frames`);
  assert.is(receipt.scan, 'clean', JSON.stringify(receipt));
  assert.ok(Number(receipt.traces) > 60 && Number(receipt.mebibytes) > 50, JSON.stringify(receipt));
});

test('by PIN: the PIN too', async ({ reader }) => {
  const tries = [
    { method: 'pin', pin: '0000' },
    { method: 'pin', pin: '1234' },
  ] as const;
  const receipt = await receiptOf(reader, () => reader.visit({ tries }));
  assert.is(Object(receipt.held).pin, 2);
  assert.is(receipt.scan, 'clean', JSON.stringify(receipt));
});

test('killed: the receipt says so, and that nothing could be told or looked through', async ({ reader }) => {
  const sessions = (await recordsOf(reader, 'session-started')).length;
  const receipt = await receiptOf(reader, async () => {
    const visit = reader.visit({ behaviours: { linkKbps: 16 }, tries: [{ method: 'face' }] });
    while ((await recordsOf(reader, 'session-started')).length === sessions) await delay(20);
    for (const pid of familyOf(reader.reader.process.pid ?? 0).slice(1)) process.kill(pid, 'SIGKILL');
    await visit;
  });
  const { erasure, exit, scan, held } = receipt;
  assert.equal([erasure, exit, scan, held], ['killed', 'by-signal', 'unfinished', undefined], JSON.stringify(receipt));
});

test('a check process that zeroes nothing is told by its own receipt: the look can find', () =>
  withBundle('bundleWithoutZeroing', async (forgetful) => {
    const receipt = await receiptOf(forgetful, () => forgetful.visit());
    assert.is(receipt.scan, 'found', JSON.stringify(receipt));
    assert.ok(Number(receipt.found) > 10, JSON.stringify(receipt));
    const counts: number[] = Object.values(Object(receipt.kinds));
    assert.is(
      counts.reduce((sum, count) => sum + count, 0),
      receipt.found,
      JSON.stringify(receipt),
    );
  }));

test('a garbage collector that moves the heap all the time leaves nothing behind either', () =>
  withBundle('bundleWithBusyCollector', async (moving) => {
    const face = await receiptOf(moving, () => moving.visit({ behaviours: { linkKbps: 212 } }));
    const { code, photo } = Object(face.held);
    assert.equal([code, photo, face.scan], [1, 1, 'clean'], JSON.stringify(face));
    const pin = await receiptOf(moving, () => moving.visit({ tries: [{ method: 'pin', pin: '1234' }] }));
    assert.equal([Object(pin.held).pin, pin.scan], [1, 'clean'], JSON.stringify(pin));
  }));

test('all of them are proved offline, with the certificate of the device alone', async ({ reader }) => {
  const certificate = deviceCertificateFile(join(reader.folder, 'device'));
  const files = await logFiles(join(reader.folder, 'records'), 'operation');
  const { code, stdout } = await runCommand(['log', 'verify', '--certificate', certificate, ...files], reader.folder);
  assert.is(code, 0, stdout);
  assert.is(JSON.parse(stdout).receipts, (await receipts(reader)).length);
});

test.run();
