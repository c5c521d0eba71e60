// Runs the tests: each file bundled, then run in a process of its own under a time limit.
// Fails on a failing test, a failing hook, a file without tests, a time-out and on handles left open.
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, join, relative } from 'node:path';
import { bundleTests } from '../build/bundle.mjs';

const home = join(import.meta.dirname, '..');
const defaultLimit = 60;
/** Each run bundles into a folder of its own, so that two runs do not meet. */
const bundles = `dist/test-${process.pid}`;

/** Process groups of the files that run now. @type {Set<number>} */
const running = new Set();

/** Files named `*.alone.test.ts` want the machine's pcscd, or its cores, for themselves. */
const alone = (/** @type {string} */ file) => file.endsWith('.alone.test.ts');

/** A test file may say `// time limit: 300 s` in its head. @param {string} file */
function timeLimit(file) {
  const stated = /^\/\/ time limit: (\d+) s$/m.exec(readFileSync(join(home, file), 'utf8'));
  return Number(stated?.[1] ?? defaultLimit) * 1000;
}

/** @param {string[]} filters parts of paths; none means all @returns {string[]} */
function findTests(filters) {
  return readdirSync(join(home, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => join('test', file))
    .filter((file) => filters.length === 0 || filters.some((part) => file.includes(part)))
    .sort();
}

/**
 * @typedef {{ file: string, passed: number, failed: number, skipped: number, output: string, ms: number }} Outcome
 * @param {string} file @returns {Promise<Outcome>}
 */
function runFile(file) {
  const bundled = join(home, bundles, relative('test', file).replace(/\.ts$/, '.js'));
  const started = performance.now();
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--enable-source-maps', join(home, 'test/harness.mjs'), bundled], {
      cwd: home,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      detached: true,
      env: { ...process.env, FORCE_COLOR: '0' },
    });
    if (child.pid) running.add(child.pid);
    let output = '';
    let limited = false;
    /** @type {{ passed: number, failed: number, skipped: number } | undefined} */
    let counts;
    const limit = timeLimit(file);
    const timer = setTimeout(() => {
      limited = true;
      killGroup(child.pid);
    }, limit);
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (data) => {
        output += data;
      });
    }
    child.on('message', (/** @type {any} */ message) => {
      counts = message;
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      if (child.pid) running.delete(child.pid);
      killGroup(child.pid); // whatever the file left running
      const ms = performance.now() - started;
      if (limited) output += `\n  time limit of ${limit / 1000} s passed\n`;
      else if (!counts) output += `\n  ended before its tests did (exit ${code ?? signal})\n`;
      const { passed, failed, skipped } = counts ?? { passed: 0, failed: 0, skipped: 0 };
      const extra = limited || !counts ? 1 : 0;
      resolve({ file, passed, failed: failed + extra, skipped, output, ms });
    });
  });
}

/** @param {number | undefined} pid */
function killGroup(pid) {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {} // already gone
}

/** @param {string[]} files @param {number} width @param {(outcome: Outcome) => void} tell */
async function runAll(files, width, tell) {
  const queue = [...files];
  await Promise.all(
    Array.from({ length: width }, async () => {
      for (let file = queue.shift(); file !== undefined; file = queue.shift()) tell(await runFile(file));
    }),
  );
}

const files = findTests(process.argv.slice(2).filter((arg) => !arg.startsWith('--')));
await bundleTests(files, bundles);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));
process.on('exit', () => {
  for (const pid of running) killGroup(pid);
});
process.on('exit', () => rmSync(join(home, bundles), { recursive: true, force: true }));

/** @type {Outcome[]} */
const outcomes = [];
const tell = (/** @type {Outcome} */ outcome) => {
  outcomes.push(outcome);
  const { file, passed, failed, ms } = outcome;
  console.log(
    `${failed ? 'FAIL' : 'ok  '} [${outcomes.length}/${files.length}] ${basename(file, '.test.ts')}  ${passed} passed${failed ? `, ${failed} failed` : ''}  ${(ms / 1000).toFixed(1)} s`,
  );
  if (failed || process.argv.includes('--verbose')) console.log(outcome.output);
};
await runAll(
  files.filter((file) => !alone(file)),
  Math.min(2, availableParallelism()),
  tell,
);
await runAll(files.filter(alone), 1, tell);

const sum = (/** @type {'passed' | 'failed' | 'skipped'} */ key) => outcomes.reduce((n, o) => n + o[key], 0);
const [passed, failed, skipped] = [sum('passed'), sum('failed'), sum('skipped')];
const none = passed + failed === 0;
if (none) console.log('no tests were found');
for (const { file } of outcomes.filter((o) => o.failed)) console.log(`failed: ${file}`);
console.log(`${passed} passed, ${failed + (none ? 1 : 0)} failed${skipped ? `, ${skipped} skipped` : ''}`);
const given = (/** @type {string} */ option) =>
  process.argv.find((arg) => arg.startsWith(`--${option}=`))?.slice(option.length + 3);
const report = given('report');
if (report) {
  const files = outcomes.map(({ file, passed, failed, output }) => ({
    file,
    passed,
    failed,
    failures: [...output.matchAll(/^\s*FAIL\s.*?"(.*)"$/gm)].map(([, name]) => name),
  }));
  writeFileSync(report, JSON.stringify({ at: new Date().toISOString(), node: process.version, files }, null, 1));
}
const counts = given('counts');
if (counts) writeFileSync(counts, JSON.stringify({ passed, failed: failed + (none ? 1 : 0) }));
process.exitCode = failed || none ? 1 : 0;
