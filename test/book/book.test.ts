// time limit: 240 s
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Book, makeBook, readEvidence } from '../../build/book/book.ts';
import { compareBooks } from '../../build/book/compare.ts';
import { demandProductionBuild } from '../../build/book/demand-production.ts';
import { measurements } from '../../build/book/measurements.ts';
import { namedTests, testsIn } from '../../build/book/named-tests.ts';
import { bookPage } from '../../build/book/page.ts';
import type { RowEvidence } from '../../build/book/row.ts';
import { resultIn, type TestRun } from '../../build/book/test-run.ts';
import ways from '../../build/book/ways.json' with { type: 'json' };
import { everybody } from '../../build/certify/calibrate.ts';
import { projectHome } from '../../firmware/device/home.ts';

const test = suite<{ folder: string }>('the certification book');
test.before.each(async (place) => {
  place.folder = await mkdtemp(join(tmpdir(), 'kazasu-book-'));
});
test.after.each(({ folder }) => rm(folder, { recursive: true }));

const named = await namedTests(projectHome());
const files = [...new Set(named.map(({ file }) => file))];

/** A run in which all passed, but for the failures given by file. */
const runOf = (failures: Record<string, readonly string[]> = {}): TestRun => ({
  at: '2027-01-15T00:00:00.000Z',
  node: 'v20.0.0',
  files: files.map((file) => ({
    file,
    passed: 5,
    failed: failures[file]?.length ?? 0,
    failures: failures[file] ?? [],
  })),
});

const about: Pick<Book, 'at' | 'version' | 'commit' | 'device' | 'machine' | 'components'> = {
  at: '2027-01-15T01:00:00.000Z',
  version: '0.1.0',
  commit: 'c0ffee',
  device: { state: 'delivered', certificate: 'ab' },
  machine: { Kernel: '6' },
  components: [{ name: 'preact', version: '11.2.0', licences: ['MIT'] }],
};
const needed = measurements.filter((one) => one.needed);
/** Every measurement without which a row is not proved, as it stands in a book; but for one of them. */
function allNeeded(without?: string): Map<string, RowEvidence[]> {
  const evidence = new Map<string, RowEvidence[]>();
  for (const { file, title, command, rows } of needed.filter((one) => one.file !== without))
    for (const row of rows) {
      const one: RowEvidence = { title, command, file: `evidence/${file}`, result: 'passed', figures: {} };
      evidence.set(row, [...(evidence.get(row) ?? []), one]);
    }
  return evidence;
}
const bookOf = (run: TestRun | undefined, evidence = allNeeded()): Book => makeBook({ about, named, run, evidence });

test('the tests of a source are found by the rows that they or their suite name', () => {
  const [test, suite] = ['te' + 'st', 'su' + 'ite']; // or these would be found here
  const made = '[R01] [R02] $' + '{name}: two';
  const source = [
    `const test = ${suite}<{ a: string }>('[R46] what is watched');`,
    `${test}('one', () => {});`,
    `${test}(\`${made}\`, () => {});`,
    `${test}('it isn\\'t named, but its suite is', () => {});`,
  ].join('\n');
  assert.equal(
    testsIn('a.test.ts', source).map(({ name, rows }) => [name, rows]),
    [
      ['one', ['R46']],
      [made, ['R46', 'R01', 'R02']],
      ["it isn't named, but its suite is", ['R46']],
    ],
  );
  assert.equal(testsIn('b.test.ts', `${test}('of no row', () => {})`), []);
});

test('a failed test fails by its name, a made name by what it may have become; a file that cannot say fails whole', () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: as it stands in a source
  const [made, plain] = ['[R01] ${name}: it holds', '[R01] it does'].map((name) => ({
    file: 'a',
    name,
    rows: ['R01'],
  }));
  const run = (failed: number, failures: readonly string[]): TestRun => ({
    ...runOf(),
    files: [{ file: 'a', passed: 2, failed, failures }],
  });
  const results = (of: TestRun) => [made, plain].map((one) => one && resultIn(of, one));
  assert.equal(results(run(0, [])), ['passed', 'passed']);
  assert.equal(results(run(1, ['[R01] standard: it holds'])), ['failed', 'passed']);
  assert.equal(results(run(1, ['[R01] it does'])), ['passed', 'failed']);
  assert.equal(results(run(1, [])), ['failed', 'failed']);
  assert.equal(results({ ...runOf(), files: [] }), ['not run', 'not run']);
});

test('every row of the requirements is there, and in a whole run every row that a test names is proved', () => {
  const { rows, counts } = bookOf(runOf());
  assert.is(rows.length, 38);
  assert.is(new Set(rows.map(({ id }) => id)).size, rows.length);
  assert.equal(
    rows.filter(({ result }) => result !== 'proved').map(({ id, result }) => `${id} ${result}`),
    [],
  );
  assert.is(counts.proved, rows.length);
});

test('every row tells how it is met and proved, and so does the page', () => {
  const book = bookOf(runOf());
  for (const { id, way } of book.rows) assert.ok(way.length > 80, id);
  assert.equal(
    Object.keys(ways),
    book.rows.map(({ id }) => id),
  );
  const page = bookPage(book);
  for (const { way } of book.rows) assert.ok(page.includes(way.replaceAll('&', '&amp;').replaceAll('<', '&lt;')));
});

test('a broken build gives a book that says which row fails, and by which test; without a run nothing is proved', () => {
  const [broken] = named.filter(({ rows }) => rows.includes('R13'));
  assert.ok(broken);
  const book = bookOf(runOf({ [broken.file]: [broken.name] }));
  const failed = book.rows.filter(({ result }) => result === 'failed');
  assert.ok(failed.some(({ id }) => id === 'R13'));
  assert.match(bookPage(book), `failed: ${broken.name.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}`);
  assert.is(bookOf(undefined).counts.proved, 0);
});

test('a row for which nothing speaks says so', () => {
  const book = makeBook({
    about,
    named: named.filter(({ rows }) => !rows.includes('R23')),
    run: runOf(),
    evidence: allNeeded(),
  });
  assert.is(book.rows.find(({ id }) => id === 'R23')?.result, 'without evidence');
  assert.match(bookPage(book), 'No test and no measurement speaks for this row.');
});

test('[R12] [R42] measurements stand beside the tests, with their figures; one that fails, or cannot be read, fails its rows', async ({
  folder,
}) => {
  const spread = { p50: 1500, p95: 1900 };
  const bench = {
    rates: [
      { kbps: 212, toVerdictMs: spread, aboveFloorMs: spread, inSeriesMs: spread },
      {
        kbps: 424,
        toVerdictMs: spread,
        aboveFloorMs: spread,
        inSeriesMs: spread,
        stages: { scan: { p50: 244, p95: 480 } },
      },
    ],
    residentMiB: 300,
    readyMs: 2000,
    holds: true,
  };
  await writeFile(join(folder, 'bench-check.json'), JSON.stringify({ ...bench, holds: false }));
  assert.is((await readEvidence(folder)).get('R12')?.[0]?.result, 'failed', 'a limit of the bench is not kept');
  await writeFile(join(folder, 'bench-check.json'), JSON.stringify(bench));
  await writeFile(join(folder, 'proof-erasure.json'), '{"holds": tru');
  const evidence = await readEvidence(folder);
  const { rows, missing } = makeBook({ about, named, run: runOf(), evidence });
  const row = (id: string) => rows.find((one) => one.id === id);
  assert.is(row('R12')?.result, 'proved');
  assert.is(row('R12')?.evidence[0]?.figures['212 kbit/s, 95 %'], '1900 ms');
  assert.is(row('R12')?.evidence[0]?.figures['stage scan at 424 kbit/s'], '244 ms, 480 ms');
  assert.is(row('R42')?.result, 'failed');
  assert.ok(
    missing.some(({ title }) => title.startsWith('Accuracy')),
    'what is not there is said',
  );
});

test('[R11] [R12] [R42] a row that asks for a figure is not proved by its tests without the measurement', () => {
  assert.ok(needed.length > 0);
  for (const { file, title, rows } of needed) {
    const book = bookOf(runOf(), allNeeded(file));
    for (const row of rows) assert.is(book.rows.find(({ id }) => id === row)?.result, 'not run', `${row} ${file}`);
    assert.ok(book.missing.some((one) => one.title === title));
    assert.not(bookOf(runOf()).missing.some((one) => one.title === title));
  }
});

test('[R44] a device that runs a bring-up image is refused', async ({ folder }) => {
  const examined = (pass: boolean) =>
    writeFile(join(folder, 'doctor.json'), JSON.stringify([{ name: 'production-build', pass, found: '' }]));
  await demandProductionBuild(folder);
  await examined(true);
  await demandProductionBuild(folder);
  await writeFile(join(folder, 'doctor.json'), '[{"name"'); // its rows fail by it
  await demandProductionBuild(folder);
  await examined(false);
  const refused = await demandProductionBuild(folder).then(
    () => 'taken',
    (error) => error.code,
  );
  assert.is(refused, 'NOT_FOR_CERTIFICATION');
});

test('two books are compared: results, figures, packages', () => {
  const before = bookOf(runOf());
  const [broken] = named.filter(({ rows }) => rows.includes('R27'));
  assert.ok(broken);
  const worse = bookOf(runOf({ [broken.file]: [broken.name] }));
  const after: Book = { ...worse, components: [{ name: 'preact', version: '11.3.0', licences: ['MIT'] }] };
  const differences = compareBooks(before, after);
  assert.ok(
    differences.some(({ where, before: was, after: is }) => where === 'R27' && was === 'proved' && is === 'failed'),
  );
  assert.ok(differences.some(({ where, after: is }) => where === 'package preact' && is.startsWith('11.3.0')));
  assert.equal(compareBooks(before, before), []);
});

test('the command writes it whole and sealed; a changed word breaks the seal', async ({ folder }) => {
  const [settings, run, out] = [join(folder, 'settings.json'), join(folder, 'run.json'), join(folder, 'book')];
  await writeFile(settings, JSON.stringify({ device: { folder: join(folder, 'device') } }));
  await writeFile(run, JSON.stringify(runOf()));
  const evidence = join(folder, 'evidence');
  await mkdir(evidence);
  const rate = { value: 0.002 };
  const spread = { p50: 1500, p95: 1900 };
  const rate212 = { kbps: 212, toVerdictMs: spread, aboveFloorMs: spread, inSeriesMs: spread };
  const reports = {
    'bench-check.json': { rates: [rate212], residentMiB: 300, readyMs: 2000, holds: true },
    'proof-erasure.json': { reports: [], control: { found: 3 }, holds: true },
    'report.json': {
      ...{ people: 20, photos: 60, failureToAcquire: { photos: rate } },
      rows: [{ group: everybody, fnmr: rate }],
    },
  };
  for (const [name, report] of Object.entries(reports)) await writeFile(join(evidence, name), JSON.stringify(report));
  const kazasu = (...args: string[]) =>
    spawnSync(process.execPath, [join(projectHome(), 'dist/app/kazasu.js'), ...args], { encoding: 'utf8' });
  const certify = ['certify', '--out', out, '--run', run, '--settings', settings];
  const without = kazasu(...certify, '--no-pdf');
  assert.is(without.status, 1, without.stderr);
  assert.match(without.stdout, 'R11 not run');
  const made = kazasu(...certify, '--evidence', evidence, '--json');
  assert.is(made.status, 0, made.stderr + made.stdout);
  const book: Book = JSON.parse(await readFile(join(out, 'book.json'), 'utf8'));
  assert.ok(book.components.length > 20);
  assert.ok(book.components.every(({ licences }) => licences.length > 0));
  assert.ok((await readFile(join(out, 'book.pdf'))).subarray(0, 5).toString() === '%PDF-');
  assert.is(JSON.parse(await readFile(join(out, 'sbom.cdx.json'), 'utf8')).bomFormat, 'CycloneDX');
  const certificate = join(folder, 'device/device-certificate.pem');
  assert.is(kazasu('certify', 'verify', out, '--certificate', certificate).status, 0);
  await writeFile(join(out, 'book.html'), (await readFile(join(out, 'book.html'), 'utf8')).replace('R01', 'R00'));
  const changed = kazasu('certify', 'verify', out, '--certificate', certificate);
  assert.equal([changed.status, changed.stdout], [1, 'book.html was changed\n']);
});

test.run();
