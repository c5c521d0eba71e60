// npm test: sets up everything the tests need, checks types and style, bundles, and runs every test with coverage.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setUp } from './setup.mjs';

const home = join(import.meta.dirname, '..');
await setUp({ tests: true });
const { generate } = await import('./generate.mjs');
const { bundleAll } = await import('./bundle.mjs');
await generate();
await bundleAll();

/** @param {string} name @param {string[]} args */
function step(name, ...args) {
  console.log(`\n${name}`);
  return spawnSync(process.execPath, args, { cwd: home, stdio: 'inherit' }).status === 0;
}
const bin = (/** @type {string} */ file) => join(home, 'node_modules', file);
const countsFile = join(home, 'dist/test-counts.json');
/** What `kazasu certify` makes its book from. */
const reportFile = join(home, 'dist/test-report.json');
const covered = ['--reporter=text-summary', '--exclude=test/**', '--exclude=**/node_modules/**'];

rmSync(countsFile, { force: true });
const outcomes = [
  step('types', bin('typescript/bin/tsc'), '--noEmit'),
  step('style', bin('@biomejs/biome/bin/biome'), 'check', '--error-on-warnings', '.'),
];
const filters = process.argv.slice(2);
step(
  'tests',
  bin('c8/bin/c8.js'),
  ...covered,
  process.execPath,
  'test/run.mjs',
  `--counts=${countsFile}`,
  `--report=${reportFile}`,
  ...filters,
);

/** @type {{ passed: number, failed: number }} */
const counts = existsSync(countsFile) ? JSON.parse(readFileSync(countsFile, 'utf8')) : { passed: 0, failed: 1 };
for (const fine of outcomes) counts[fine ? 'passed' : 'failed'] += 1;
console.log(`\n${counts.passed} passed, ${counts.failed} failed`);
process.exitCode = counts.failed === 0 ? 0 : 1;
