// Runs one bundled test file with uvu, counts, and refuses handles left open. Started by run.mjs.
import { pathToFileURL } from 'node:url';

const graceMs = 2000;
const file = process.argv[2];
if (!file) throw new Error('usage: harness.mjs FILE');

/** @typedef {() => Promise<[string | true, number, number, number]>} UvuSuite */
const shared = /** @type {{ UVU_DEFER?: number, UVU_QUEUE?: (null | UvuSuite)[][] }} */ (globalThis);
shared.UVU_DEFER = 1;
shared.UVU_QUEUE = [[null]];

// The standard streams open their pipes on first use.
void process.stdout;
void process.stderr;
const usual = openHandles();
await import(pathToFileURL(file).href);

const counts = { passed: 0, failed: 0, skipped: 0 };
for (const suite of shared.UVU_QUEUE[0] ?? []) {
  if (!suite) continue;
  const [errors, passed, skipped, total] = await suite();
  counts.passed += passed;
  counts.skipped += skipped;
  counts.failed += total - passed; // uvu drops the error of a failing hook; the count does not lie
  if (typeof errors === 'string' && errors) console.log(errors);
  else if (passed < total) console.log('  a before or after hook failed');
}
if (counts.passed + counts.failed === 0) {
  counts.failed = 1;
  console.log('  no tests in this file');
}

const left = await settle();
if (left.length) {
  counts.failed += 1;
  console.log(`  handles left open: ${left.join(', ')}`);
}
process.exitCode = counts.failed ? 1 : 0;
process.send?.(counts, () => process.exit());

/** Waits for handles to close, then names those still open. */
async function settle() {
  const deadline = performance.now() + graceMs;
  for (;;) {
    const open = openHandles();
    for (const kind of usual) {
      const at = open.indexOf(kind);
      if (at >= 0) open.splice(at, 1);
    }
    if (open.length === 0 || performance.now() > deadline) return open;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function openHandles() {
  return process.getActiveResourcesInfo();
}
