import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { projectHome } from '../../firmware/device/home.ts';
import { pageFiles } from '../../firmware/panel/page-files.ts';
import { previewRate } from '../bench-panel/preview-rate.ts';
import { tapAnswers } from '../bench-panel/tap-answers.ts';
import type { Command } from './command.ts';
import { count } from './count.ts';
import { percentile } from './percentile.ts';

const limits = { answerMs: 100, weightKb: 150, previewFps: 15 };

export const benchPanel: Command = {
  summary: 'how soon the panel answers a tap, how its live picture runs, and how heavy its page is',
  help: `kazasu bench panel [--rounds N] [--json]

At a running reader on emulated devices, in Debian's Chromium at 800×480: chooses the PIN, types a digit, goes back to the choice,
N times over (default 40), and tells p50 and p95 from each tap to its answer painted; holds a picture of somebody before the camera and
counts the live pictures while the reader looks at it; tells the weight of the page, without the staff menu, which is loaded when it is opened. --json: the figures as one object in the last line.
Exit 0 only when p95 is at most ${limits.answerMs} ms, the live picture has at least ${limits.previewFps} pictures a second and the page,
uncompressed, at most ${limits.weightKb} kB.`,
  run: async (args) => {
    const { values } = parseArgs({
      args: [...args],
      options: { rounds: { type: 'string', default: '40' }, json: { type: 'boolean', default: false } },
    });
    const answers = await tapAnswers(count('rounds', values.rounds));
    console.log('tap               p50 ms  p95 ms');
    const taps = Object.entries(answers).map(([tap, times]) => {
      const [p50, p95] = [percentile(times, 0.5), percentile(times, 0.95)];
      console.log(`${tap.padEnd(16)} ${p50.toFixed(0).padStart(7)} ${p95.toFixed(0).padStart(7)}`);
      return { tap, p50, p95 };
    });
    const preview = await previewRate();
    const { fps, longestGapMs } = preview;
    console.log(`live picture ${fps.toFixed(1)} a second, longest gap ${longestGapMs.toFixed(0)} ms`);
    const weightKb = (await weightOf(join(projectHome(), 'dist/app/page'))) / 1000;
    console.log(`page ${weightKb.toFixed(1)} kB`);
    const slowest = Math.max(...taps.map(({ p95 }) => p95));
    const pass = slowest <= limits.answerMs && fps >= limits.previewFps && weightKb <= limits.weightKb;
    if (values.json) console.log(JSON.stringify({ taps, preview, weightKb, pass }));
    return pass ? 0 : 1;
  },
};

/** Bytes of the files that a patient's page is made of. */
async function weightOf(folder: string): Promise<number> {
  const names = Object.values(pageFiles)
    .map(({ name }) => name)
    .filter((name) => name !== 'staff-menu.js');
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}
