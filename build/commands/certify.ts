import { createHash, X509Certificate } from 'node:crypto';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { arch, cpus, release, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openDeviceKey } from '../../crypto/device-key.ts';
import { systemFiles as files } from '../../crypto/durable-files.ts';
import { emulatedDrivers } from '../../firmware/device/demand-real-devices.ts';
import { projectHome } from '../../firmware/device/home.ts';
import { readLife } from '../../firmware/device/life/life.ts';
import { loadSettings, type Settings } from '../../firmware/device/settings.ts';
import { type Book, makeBook, readEvidence } from '../book/book.ts';
import { commitOf } from '../book/commit.ts';
import { compareBooks } from '../book/compare.ts';
import { demandProductionBuild } from '../book/demand-production.ts';
import { measureHere } from '../book/measure.ts';
import { namedTests } from '../book/named-tests.ts';
import { bookPage } from '../book/page.ts';
import { materialsOf } from '../book/sbom.ts';
import { sealBook, sealProblems } from '../book/seal.ts';
import { readTestRun } from '../book/test-run.ts';
import { openBrowser } from '../gallery/browser.ts';
import { type Command, WrongUse } from './command.ts';

const usualRun = 'dist/test-report.json';

export const certify: Command = {
  summary: 'write the certification book: every requirement with its tests, measurements and figures',
  help: `kazasu certify --out DIR [--run FILE] [--evidence DIR] [--measure] [--no-pdf] [--json] [--settings FILE]

Writes a book of this build on this device, every row R01…R46 with the tests that name it, their results, and what was measured: book.json,
book.html, book.pdf, sbom.cdx.json (CycloneDX), the reports that it speaks of, and seal.json, signed with the device's key.

  --run FILE        report of a test run (default: ${usualRun}, which npm test writes); without one, tests count as not run
  --evidence DIR    folder of reports: of certify face (report.json), and the last line of other commands with --json, named after them
  --measure         makes here what this device can measure by itself: doctor, times of a check and of a start, proof of erasure
  --no-pdf          without book.pdf, for which Chromium is needed
  --json            the last line is one JSON object: rows by result
  --settings FILE   the settings of the device (default: device.config.json)

A row that asks for a figure (accuracy, time, erasure) is proved by its measurement, not by tests alone. A bring-up image is refused.

Exit 0 only when every row is proved.`,
  run: async (args) => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        out: { type: 'string' },
        run: { type: 'string' },
        evidence: { type: 'string' },
        measure: { type: 'boolean', default: false },
        'no-pdf': { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        settings: { type: 'string', default: 'device.config.json' },
      },
    });
    if (!values.out) throw new WrongUse('--out is needed');
    const out = resolve(values.out);
    const home = projectHome();
    const kept = join(out, 'evidence');
    await rm(out, { recursive: true, force: true });
    await mkdir(kept, { recursive: true });
    if (values.evidence !== undefined) await cp(resolve(values.evidence), kept, { recursive: true });
    const settings = await loadSettings(values.settings);
    const isEmulated = emulatedDrivers(settings.drivers).length > 0;
    if (values.measure) await measureHere(kept, { settings: values.settings, isEmulated }, console.error);
    await demandProductionBuild(kept);
    const run = await runOf(values.run, join(home, usualRun));
    if (run) await writeFile(join(kept, 'test-report.json'), JSON.stringify(run, null, 1));
    const { device } = settings;
    const key = await openDeviceKey(device.folder, { files, now: Date.now() });
    const materials = await materialsOf(home);
    const book = makeBook({
      about: {
        at: new Date().toISOString(),
        version: JSON.parse(await readFile(join(home, 'package.json'), 'utf8')).version,
        commit: await commitOf(home),
        device: { ...(await readLife(device.folder, files)), certificate: fingerprintOf(key.certificate) },
        machine: machineOf(settings),
        components: materials.components,
      },
      named: await namedTests(home),
      run,
      evidence: await readEvidence(kept),
    });
    await writeFile(join(out, 'sbom.cdx.json'), JSON.stringify(materials.cyclonedx, null, 1));
    await writeBook(out, book, !values['no-pdf']);
    await sealBook(out, key);
    for (const { id, result, requirement } of book.rows)
      if (result !== 'proved') console.log(`${id} ${result}: ${requirement}`);
    console.log(
      `${Object.entries(book.counts)
        .map(([result, count]) => `${count} ${result}`)
        .join(', ')}\nbook      ${join(out, 'book.html')}`,
    );
    if (values.json)
      console.log(JSON.stringify({ counts: book.counts, rows: book.rows.map(({ id, result }) => ({ id, result })) }));
    return book.counts.proved === book.rows.length ? 0 : 1;
  },
};

async function runOf(asked: string | undefined, usual: string) {
  if (asked !== undefined) return readTestRun(asked);
  return readTestRun(usual).catch(() => undefined);
}

async function writeBook(folder: string, book: Book, withPdf: boolean): Promise<void> {
  await writeFile(join(folder, 'book.json'), `${JSON.stringify(book, null, 1)}\n`);
  const html = bookPage(book);
  await writeFile(join(folder, 'book.html'), html);
  if (!withPdf) return;
  const browser = await openBrowser();
  try {
    const page = await browser.newPage();
    await page.setContent(html);
    await page.pdf({
      path: join(folder, 'book.pdf'),
      format: 'A4',
      margin: { top: '15mm', bottom: '15mm', left: '12mm', right: '12mm' },
    });
  } finally {
    await browser.close();
  }
}

const fingerprintOf = (pem: string): string => createHash('sha256').update(new X509Certificate(pem).raw).digest('hex');

/** What the book is of; one of emulated devices says so. */
const machineOf = ({ drivers }: Settings): Record<string, string> => ({
  Devices: Object.entries(drivers)
    .flatMap(([name, chosen]) => ('driver' in chosen ? [`${name}: ${chosen.driver}`] : []))
    .join(', '),
  ...(emulatedDrivers(drivers).length > 0
    ? { Note: 'Emulated devices: this book certifies the software, and no device.' }
    : {}),
  Kernel: `${release()} ${arch()}`,
  Processor: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`,
  Memory: `${Math.round(totalmem() / 2 ** 20)} MiB`,
});

export const certifyVerify: Command = {
  summary: 'check the seal of a certification book: nothing in it was changed since the device signed it',
  help: `kazasu certify verify DIR [--certificate FILE]

  --certificate FILE   device-certificate.pem of the device that it must be from (default: the one in the book, which proves wholeness alone)`,
  run: async (args) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { certificate: { type: 'string' } },
    });
    const [folder] = positionals;
    if (folder === undefined) throw new WrongUse("name the book's folder");
    const problems = await sealProblems(
      resolve(folder),
      values.certificate && (await readFile(values.certificate, 'utf8')),
    );
    for (const problem of problems) console.log(problem);
    if (problems.length === 0) console.log('as it was sealed');
    return problems.length === 0 ? 0 : 1;
  },
};

export const certifyCompare: Command = {
  summary: 'tell what changed from one certification book to another: results, figures, packages',
  help: `kazasu certify compare BEFORE AFTER [--json]

Tells, a line each, what is another in the book of folder AFTER than in that of BEFORE: the result of a requirement, a figure, a package. Exit 0 when nothing is.`,
  run: async (args) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { json: { type: 'boolean', default: false } },
    });
    const [before, after] = positionals;
    if (before === undefined || after === undefined) throw new WrongUse('name two books');
    const read = async (folder: string): Promise<Book> => JSON.parse(await readFile(join(folder, 'book.json'), 'utf8'));
    const differences = compareBooks(await read(before), await read(after));
    for (const { where, before: was, after: is } of differences) console.log(`${where}: ${was} → ${is}`);
    if (values.json) console.log(JSON.stringify(differences));
    return differences.length === 0 ? 0 : 1;
  },
};
