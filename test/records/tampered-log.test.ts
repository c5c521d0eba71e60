import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { systemClock } from '../../firmware/device/system-clock.ts';
import {
  type ChainHead,
  logFiles,
  openOperationLog,
  verifyOperationLog,
} from '../../firmware/records/operation-log.ts';
import { chainLine, readLine } from '../../firmware/records/operation-record.ts';

const test = suite<{ folder: string; head: ChainHead; texts: string[] }>('a tampered operation log', {
  folder: '',
  head: { seq: 0, hash: '' },
  texts: [],
});

test.before(async (context) => {
  context.folder = await mkdtemp(join(tmpdir(), 'kazasu-tamper-'));
  const log = await openOperationLog({ folder: context.folder, maxFileKiB: 2 }, { clock: systemClock });
  for (let n = 0; n < 30; n += 1) {
    const session = randomUUID();
    await log.append({ kind: 'session-started', fields: { session } });
    await log.append({
      kind: 'verdict',
      fields: { session, method: n % 2 ? 'pin' : 'face', certificateState: 'valid' },
    });
  }
  context.head = log.head();
  await log.close();
  context.texts = await Promise.all(
    (await logFiles(context.folder, 'operation')).map((file) => readFile(file, 'utf8')),
  );
});
test.after(async ({ folder }) => {
  await rm(folder, { recursive: true });
});

/** Writes changed lines in place of the log's, by file, and verifies that. */
async function verifyChanged(folder: string, texts: readonly string[], head?: ChainHead) {
  const copies = texts.map((_, n) => join(folder, `copy-${n}`));
  await Promise.all(texts.map((text, n) => writeFile(copies[n] ?? '', text)));
  return verifyOperationLog(copies, head ? { head } : {});
}
const linesOf = (text: string) => text.split('\n').slice(0, -1);
const joined = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join('');
const at = (texts: readonly string[], n: number) => texts[n] ?? '';

test('untouched it holds', async ({ folder, texts, head }) => {
  assert.ok(texts.length >= 5, `${texts.length} files`);
  assert.equal(await verifyChanged(folder, texts, head), {
    ...{ ok: true, records: 60, first: 1, head },
    ...{ receipts: 0, signedThrough: 0 },
  });
});

test('any one byte changed, taken out or put in anywhere is found, in the line where it was done', async ({
  folder,
  texts,
}) => {
  const text = at(texts, 1);
  const before = linesOf(at(texts, 0)).length;
  const change = fc.tuple(
    fc.nat(Buffer.byteLength(text) - 1),
    fc.constantFrom('change', 'take', 'put'),
    fc.integer({ min: 1, max: 255 }),
  );
  await fc.assert(
    fc.asyncProperty(change, async ([place, how, by]) => {
      const bytes = Buffer.from(text);
      const old = bytes[place] ?? 0;
      const put = how === 'change' ? [old ^ by] : how === 'put' ? [by, old] : [];
      const changed = Buffer.concat([bytes.subarray(0, place), Buffer.from(put), bytes.subarray(place + 1)]);
      const copies = [join(folder, 'byte-0'), join(folder, 'byte-1')] as const;
      await writeFile(copies[0], at(texts, 0));
      await writeFile(copies[1], changed);
      const verdict = await verifyOperationLog(copies);
      assert.not.ok(verdict.ok, `${how} at ${place}`);
      const line = text.slice(0, place).split('\n').length;
      if (verdict.ok) return;
      // A line feed put at a line's end is an empty line after it; one put at its start comes before it.
      assert.ok(
        verdict.line === line || verdict.line === line + 1,
        `${how} at ${place}: line ${verdict.line}, not ${line}`,
      );
      assert.is(verdict.seq, before + verdict.line);
    }),
    { numRuns: 400 },
  );
});

test('attack: a line that says the same in other bytes', async ({ folder, texts }) => {
  const [line = '', ...others] = linesOf(at(texts, 0));
  const same = [
    line.replace(',', ', '),
    line.replace('"kind"', '"\\u006bind"'),
    `${line}\r`,
    line.replace('{', '{"seq":1,'),
  ];
  for (const text of same) {
    assert.equal(JSON.parse(text), JSON.parse(line));
    const verdict = await verifyChanged(folder, [joined([text, ...others])]);
    assert.equal(!verdict.ok && [verdict.problem, verdict.line], ['HASH_WRONG', 1], text);
  }
});

test('attack: a record taken out, doubled, moved, or swapped with its neighbour', async ({ folder, texts }) => {
  const [first, second, ...rest] = texts;
  const lines = linesOf(second ?? '');
  const k = 2;
  const [a = '', b = ''] = [lines[k], lines[k + 1]];
  const changed: [string, string[], number][] = [
    ['taken out', lines.toSpliced(k, 1), k + 1],
    ['doubled', lines.toSpliced(k, 0, a), k + 2],
    ['moved to the front', [a, ...lines.toSpliced(k, 1)], 1],
    ['swapped', lines.toSpliced(k, 2, b, a), k + 1],
  ];
  for (const [what, now, line] of changed) {
    const verdict = await verifyChanged(folder, [first ?? '', joined(now), ...rest]);
    assert.is(!verdict.ok && verdict.line, line, what);
    assert.is(!verdict.ok && verdict.problem, 'SEQ_WRONG', what);
  }
});

test('attack: a whole file taken out, the first files taken out, files in another order', async ({ folder, texts }) => {
  for (const now of [texts.toSpliced(1, 1), texts.slice(1), [...texts].reverse()]) {
    const verdict = await verifyChanged(folder, now);
    assert.is(!verdict.ok && verdict.problem, 'SEQ_WRONG');
    assert.is(!verdict.ok && verdict.line, 1);
  }
});

test('attack: a record rewritten with a right hash of its own breaks the next one', async ({ folder, texts }) => {
  const lines = linesOf(at(texts, 0));
  const record = readLine(lines[1] ?? '');
  assert.is.not(typeof record, 'string');
  if (typeof record === 'string') return;
  const forged = chainLine(
    { seq: record.seq - 1, hash: record.prev },
    { kind: 'log-gap', fields: { lost: 1 } },
    Date.now(),
  );
  const verdict = await verifyChanged(folder, [joined(lines.toSpliced(1, 1, forged.line)), ...texts.slice(1)]);
  assert.equal(!verdict.ok && [verdict.problem, verdict.line, verdict.seq], ['PREV_WRONG', 3, 3]);
});

test('attack: the last records cut off are found by a head known from elsewhere', async ({ folder, texts, head }) => {
  const short = [...texts.slice(0, -1), joined(linesOf(texts.at(-1) ?? '').slice(0, -1))];
  assert.ok((await verifyChanged(folder, short)).ok); // a chain alone cannot know
  const verdict = await verifyChanged(folder, short, head);
  assert.is(!verdict.ok && verdict.problem, 'HEAD_MISSING');
  assert.is(!verdict.ok && verdict.seq, 60);
});

test('attack: a log made anew as a whole is found by a head known from elsewhere', async ({ folder, head }) => {
  let [chain, text] = [{ seq: 0, hash: '0'.repeat(64) }, ''];
  for (let n = 0; n < 60; n += 1) {
    const made = chainLine(chain, { kind: 'log-gap', fields: { lost: 1 } }, Date.now());
    chain = made.head;
    text += `${made.line}\n`;
  }
  assert.ok((await verifyChanged(folder, [text])).ok);
  const verdict = await verifyChanged(folder, [text], head);
  assert.is(!verdict.ok && verdict.problem, 'HEAD_MISSING');
});

test('attack: a record of a kind or with a field that the log does not take, rightly hashed', async ({ folder }) => {
  const entry = { kind: 'session-started', fields: { session: 'a person' } } as const;
  const { line } = chainLine({ seq: 0, hash: '0'.repeat(64) }, entry, Date.now());
  const verdict = await verifyChanged(folder, [`${line}\n`]);
  assert.equal(!verdict.ok && [verdict.problem, verdict.line], ['ENTRY_NOT_ALLOWED', 1]);
});

test('any text is read as a record or refused, never thrown at', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (line) => assert.type(readLine(line), 'string')),
    { numRuns: 3000 },
  );
});

test.run();
