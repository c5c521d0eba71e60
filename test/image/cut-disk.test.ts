import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { CutDisk } from '../../build/proof-update/cut-disk.ts';
import { type LoggedWrite, readWriteLog } from '../../build/proof-update/write-log.ts';

const sector = 512;
const test = suite<{ folder: string }>('a disk whose power is cut');

test.before(async (place) => {
  place.folder = await mkdtemp(join(tmpdir(), 'kazasu-cut-'));
});
test.after(({ folder }) => rm(folder, { recursive: true }));

const filled = (letter: string, sectors = 1) => Buffer.alloc(sectors * sector, letter);
const write = (at: number, letter: string, more: Partial<LoggedWrite> = {}): LoggedWrite => ({
  ...{ at: at * sector, data: filled(letter), flush: false, durable: false },
  ...more,
});
const flush: LoggedWrite = { at: 0, data: Buffer.alloc(0), flush: true, durable: false };

/** The first letter of each sector. */
const lettersOf = async (file: string) => {
  const disk = await readFile(file);
  return Array.from({ length: disk.length / sector }, (_, index) =>
    String.fromCharCode(disk[index * sector] ?? 0),
  ).join('');
};

test('a disk that lost its cache holds what was flushed or durable, the other one everything', async ({ folder }) => {
  const [kept, lost] = [join(folder, 'kept'), join(folder, 'lost')];
  for (const file of [kept, lost]) await writeFile(file, filled('.', 4));
  const disk = await CutDisk.open(kept, lost);
  const looks: string[] = [];
  for (const each of [
    write(0, 'a'),
    write(1, 'b'),
    flush,
    write(2, 'c'),
    write(3, 'd', { durable: true }),
    write(0, 'e'),
    flush,
  ]) {
    await disk.take(each);
    looks.push(`${await lettersOf(kept)} ${await lettersOf(lost)}`);
  }
  await disk.close();
  assert.equal(looks, ['a... ....', 'ab.. ....', 'ab.. ab..', 'abc. ab..', 'abcd ab.d', 'ebcd ab.d', 'ebcd ebcd']);
});

test('a log is read to its last whole write, also while it grows', async ({ folder }) => {
  const head = Buffer.alloc(sector);
  head.writeBigUInt64LE(0x6a736677736872n, 0);
  head.writeBigUInt64LE(1n, 8);
  head.writeUInt32LE(sector, 24);
  const entry = (at: number, sectors: number, flags: number) => {
    const bytes = Buffer.alloc(sector);
    for (const [index, value] of [at, sectors, flags].entries()) bytes.writeBigUInt64LE(BigInt(value), index * 8);
    return bytes;
  };
  const whole = [head, entry(7, 2, 0), filled('x', 2), entry(0, 0, 1), entry(9, 8, 4), entry(3, 1, 2), filled('y')];
  const file = join(folder, 'log');
  await writeFile(file, Buffer.concat([...whole, entry(1, 2, 0), filled('z')]));
  const read: string[] = [];
  for await (const { at, data, flush: flushes, durable } of readWriteLog(file))
    read.push(`${at / sector} ${data.length / sector}${flushes ? ' flush' : ''}${durable ? ' durable' : ''}`);
  assert.equal(read, ['7 2', '0 0 flush', '9 0', '3 1 durable']);
  await writeFile(file, filled('n'));
  let error: unknown;
  try {
    for await (const _ of readWriteLog(file)) assert.unreachable();
  } catch (caught) {
    error = caught;
  }
  assert.match(String(error), 'no log of writes');
});

test.run();
