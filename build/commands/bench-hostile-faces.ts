import { parseArgs } from 'node:util';
import { type HostileReport, limits, runBench } from '../hostile-faces/bench.ts';
import { doors } from '../hostile-faces/mutations.ts';
import { work } from '../hostile-faces/worker.ts';
import { workerWord } from '../workers/answer-jobs.ts';
import type { Command } from './command.ts';
import { count } from './count.ts';
import { tellShare } from './tell-share.ts';

export const benchHostileFaces: Command = {
  summary: 'what hostile pictures do to the face check: nothing',
  help: `kazasu bench hostile-faces [--frames N] [--photos N] [--seed N] [--json]

Sends damaged, foreign, vast and random pictures through both doors of the face check, in processes of their own. The same seed
makes the same pictures.

  --frames  pictures in place of a frame of the face camera (2500)
  --photos  pictures in place of the photo in the card's chip (2500)
  --seed    other pictures (1)
  --json    the last line is one JSON object

Each picture must come to a coded error, a hint or a template. A template may match the person of whose picture it was made, which is
counted apart, and nobody else. No picture may crash a process or keep it computing for 30 s, and a process may grow by ${limits.grownMiB} MiB at
most. Exit 0 only when all of this holds.`,
  run: async (args) => {
    if (args[0] === workerWord) return work();
    const { values } = parseArgs({
      args: [...args],
      options: {
        frames: { type: 'string', default: '2500' },
        photos: { type: 'string', default: '2500' },
        seed: { type: 'string', default: '1' },
        json: { type: 'boolean', default: false },
      },
    });
    const sizes = { frame: count('frames', values.frames), photo: count('photos', values.photos) };
    const report = await runBench(count('seed', values.seed), sizes, tellShare('pictures'));
    show(report, console.log);
    if (values.json) console.log(JSON.stringify(report));
    return report.holds ? 0 : 1;
  },
};

function show(report: HostileReport, say: (line: string) => void): void {
  const told = (counts: object) =>
    Object.entries(counts)
      .map(([what, times]) => `${what} ${times}`)
      .join(', ');
  for (const door of doors) {
    const { pictures, outcomes, codes, longestMs } = report[door];
    say(`${door}s  ${pictures}: ${told(outcomes)}; longest ${longestMs.toFixed(0)} ms`);
    say(`        ${told(codes)}`);
  }
  say(
    `memory  grew by ${report.grownMiB.toFixed(0)} MiB (limit ${limits.grownMiB}), at most ${report.peakMiB.toFixed(0)} MiB`,
  );
  for (const { door, kind, index, outcome, code = '' } of report.failures)
    say(`FAILS   ${door} ${index}, ${kind}: ${outcome} ${code}`);
  say(report.holds ? 'holds' : 'FAILS');
}
