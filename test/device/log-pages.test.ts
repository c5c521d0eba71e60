import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Clock } from '../../firmware/device/clock.ts';
import { logPage, recordsOf } from '../../firmware/device/log-pages.ts';
import { systemClock } from '../../firmware/device/system-clock.ts';
import { countVisits, japanHour } from '../../firmware/device/visit-counts.ts';
import { logFiles, type OperationEntry, openOperationLog } from '../../firmware/records/operation-log.ts';
import { outgoing } from '../../firmware/terminal/messages.ts';

const test = suite<{ folder: string; clock: Clock; at: number }>('the logs as terminals get it');
const session = 'c41d6f0a-8a53-4a0e-9b5e-6f4f6a3d2b10';
const ended = (outcome: 'verified' | 'cancelled', method?: 'face' | 'pin'): OperationEntry => ({
  kind: 'session-ended',
  fields: { session, outcome, reason: 'VERIFIED', erased: true, ...(method ? { method } : {}) },
});

test.before.each(async (place) => {
  place.folder = await mkdtemp(join(tmpdir(), 'kazasu-log-'));
  place.at = Date.parse('2025-04-01T00:00:00Z');
  place.clock = { ...systemClock, wall: () => place.at };
});
test.after.each(({ folder }) => rm(folder, { recursive: true }));

test('[R43] pages put together are the files, byte for byte, whatever number they are asked from', async ({
  folder,
  clock,
}) => {
  const log = await openOperationLog({ folder, maxFileKiB: 16 }, { clock });
  await Promise.all(Array.from({ length: 400 }, () => log.append(ended('verified', 'face'))));
  const { length } = await logFiles(folder, 'operation');
  assert.ok(length > 2, `${length} files`);
  const lines: string[] = [];
  let pages = 0;
  for (let [after, more] = [0, true]; more; pages += 1) {
    const page = await logPage(folder, 'operation', after);
    const reply = { accepted: true, log: page };
    assert.ok(JSON.stringify(reply).length < 60_000);
    lines.push(...page.lines);
    [after, more] = [page.last, page.more];
  }
  assert.ok(pages > 2);
  const files = await Promise.all((await logFiles(folder, 'operation')).map((file) => readFile(file, 'utf8')));
  assert.is(lines.map((line) => `${line}\n`).join(''), files.join(''));
  assert.equal((await logPage(folder, 'operation', 399)).lines, lines.slice(399));
  assert.equal(await logPage(folder, 'operation', 5000), { lines: [], last: 5000, more: false });
  await log.close();
});

test('[R43] the error log has pages of its own', async ({ folder, clock }) => {
  const book = 'error';
  const log = await openOperationLog({ folder, book, maxFileKiB: 16 }, { clock });
  await log.append({ kind: 'error', fields: { code: 'CAMERA_LOST', part: 'face-camera' } });
  await log.close();
  const { lines, more } = await logPage(folder, book, 0);
  const written = await readFile((await logFiles(folder, book))[0] ?? '', 'utf8');
  assert.is(lines.map((line) => `${line}\n`).join(''), written);
  assert.match(lines[0] ?? '', /"code":"CAMERA_LOST"/);
  assert.not(more);
  assert.equal((await logPage(folder, 'operation', 0)).lines, []);
});

test('visits are counted by outcome, method and the hour of Japan, day by day', async (place) => {
  const log = await openOperationLog({ folder: place.folder, maxFileKiB: 16 }, { clock: place.clock });
  const at = async (time: string, entry: OperationEntry) => {
    place.at = Date.parse(time);
    await log.append(entry);
  };
  await at('2025-03-31T14:59:59Z', ended('verified', 'face'));
  await at('2025-03-31T15:00:00Z', ended('verified', 'face'));
  await at('2025-04-01T01:10:00Z', ended('verified', 'pin'));
  await at('2025-04-01T01:20:00Z', ended('verified', 'pin'));
  await at('2025-04-01T01:30:00Z', ended('cancelled'));
  await at('2025-04-01T15:00:00Z', ended('verified', 'pin'));
  const counts = await countVisits(recordsOf(place.folder), '2025-04-01');
  assert.equal(counts, [
    { hour: 0, outcome: 'verified', method: 'face', count: 1 },
    { hour: 10, outcome: 'verified', method: 'pin', count: 2 },
    { hour: 10, outcome: 'cancelled', count: 1 },
  ]);
  const reply = {
    specversion: '1.0',
    id: 'a',
    source: '/kazasu/kazasu',
    type: 'kazasu.v1.reply',
    time: '2025-04-01T00:00:00Z',
    datacontenttype: 'application/json',
    data: { accepted: true, statistics: { day: '2025-04-01', counts } },
  };
  assert.ok(outgoing.reply(reply));
  assert.equal(japanHour(Date.parse('2025-03-31T15:00:00Z')), { day: '2025-04-01', hour: 0 });
  await log.close();
});

test.run();
