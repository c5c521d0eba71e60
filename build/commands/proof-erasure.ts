import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { projectHome } from '../../firmware/device/home.ts';
import { type EndingReport, proveErasure } from '../proof/erasure.ts';
import type { Command } from './command.ts';
import { count } from './count.ts';
import { tellShare } from './tell-share.ts';

/** So many checks show that the look can find. */
const controlChecks = 3;
/** One waits while memory is looked through for the other. */
const readersAtATime = 2;

export const proofErasure: Command = {
  summary: 'prove by looking through memory and files that no check leaves anything of a person',
  help: `kazasu proof erasure [--checks N] [--json]

Runs N checks (default 500) over every way a check can end, on emulated devices: verified, refused, timed out, cancelled at each step, the card
pulled at each command, the check process killed or out of memory at each step, power cut at each step. After each one the memory of every process
of the reader and every file that it wrote is looked through from outside for photo, decoded photo, template, 照合番号B and PIN; and each
check process looks through its own memory before it exits. Then ${controlChecks} checks of a bundle from which zeroing was taken out, which must be found.

Exit 0 only when nothing was found, and something in the control. Reads other processes' memory: run it as root.`,
  run: async (args) => {
    const { values } = parseArgs({
      args: [...args],
      options: { checks: { type: 'string', default: '500' }, json: { type: 'boolean', default: false } },
    });
    const reports = await proveErasure(count('checks', values.checks), 'dist/app', readersAtATime, tellShare('check'));
    const control = await proveControl();
    for (const line of tableOf(reports)) console.log(line);
    console.log(`\nwithout zeroing: ${JSON.stringify(control)}`);
    const found = reports.some(({ inMemory, inFiles, own }) => inMemory + inFiles + (own.found ?? 0) > 0);
    const holds = !found && (control.found ?? 0) > 0;
    if (values.json) console.log(JSON.stringify({ reports, control, holds }));
    return holds ? 0 : 1;
  },
};

/** What check processes that zero nothing say of their own memory. */
async function proveControl(): Promise<EndingReport['own']> {
  const bundle = `dist/without-zeroing-${process.pid}`;
  // Not bundled into this command: the bundler finds the project by where its own file lies.
  const bundler: typeof import('../bundle.mjs') = await import(join(projectHome(), 'build/bundle.mjs'));
  try {
    await bundler.bundleWithoutZeroing(bundle);
    const reports = await proveErasure(controlChecks, bundle, 1, () => undefined);
    const found = reports.reduce((sum, { own }) => sum + (own.found ?? 0), 0);
    return { found, checks: controlChecks };
  } finally {
    await rm(join(projectHome(), bundle), { recursive: true, force: true });
    await bundler.endBundler();
  }
}

const tableOf = (reports: readonly EndingReport[]): string[] => [
  '| the check ends | checks | as | found in memory | found in files | own look |',
  '|---|---|---|---|---|---|',
  ...reports.map(
    ({ ending, checks, reasons, inMemory, inFiles, own }) =>
      `| ${ending} | ${checks} | ${counted(reasons)} | ${inMemory} | ${inFiles} | ${counted(own)} |`,
  ),
];

const counted = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([name, times]) => `${name} ${times}`)
    .join(', ');
