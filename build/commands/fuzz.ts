import { parseArgs } from 'node:util';
import { bundleTarget, type FuzzReport, fuzzOne, fuzzTargets, prepareFuzzing } from '../fuzz/fuzz.ts';
import type { Command } from './command.ts';
import { count } from './count.ts';
import { oneOf } from './one-of.ts';

export const fuzz: Command = {
  summary: 'feed every parser of outside bytes with what reaches new code (npm run fuzz)',
  help: `kazasu fuzz [--seconds N] [--target NAME] [--json]

Feeds each parser of bytes from outside for N seconds (default 30) with inputs that grow from right ones by the code that they reach: APDU answers, TLV,
card face file, certificates, JPEG 2000, camera streams, settings, protocol messages, MQTT and serial frames, log files, the page's wishes. What was
reached is kept in dist/fuzz/corpus, and the next run goes on from there; what crashes or hangs lies in dist/fuzz/findings.

  --target NAME   only one of ${fuzzTargets.join(', ')}

Exit 0 only when every parser was run and none crashed or hung. (JPEG pictures themselves: npm run bench:hostile-faces.)`,
  run: async (args) => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        seconds: { type: 'string', default: '30' },
        target: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    });
    const seconds = count('seconds', values.seconds);
    const wanted = values.target === undefined ? fuzzTargets : [oneOf('target', fuzzTargets, values.target)];
    const place = await prepareFuzzing();
    const reports: FuzzReport[] = [];
    console.log('| parser | inputs | seconds | places reached | crashes and hangs |\n|---|---|---|---|---|');
    for (const target of wanted) {
      console.error(`fuzzing ${target} for ${seconds} s`);
      await bundleTarget(target, place);
      const report = await fuzzOne(target, seconds, place);
      reports.push(report);
      console.log(`| ${target} | ${report.runs} | ${report.seconds} | ${report.edges} | ${report.findings.length} |`);
      for (const finding of report.findings) console.error(`  found: ${finding}`);
    }
    const holds = reports.every(({ runs, edges, findings }) => runs > 0 && edges > 0 && findings.length === 0);
    if (values.json) console.log(JSON.stringify({ reports, holds }));
    return holds ? 0 : 1;
  },
};
