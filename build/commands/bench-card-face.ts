import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { projectHome } from '../../firmware/device/home.ts';
import { type BenchReport, limits, runBench } from '../card-face/bench.ts';
import { type BenchSet, benchSets } from '../card-face/bench-card.ts';
import { showReport } from '../card-face/show-report.ts';
import { work } from '../card-face/worker.ts';
import { workerWord } from '../workers/answer-jobs.ts';
import type { Command } from './command.ts';
import { count } from './count.ts';
import { oneOf } from './one-of.ts';

export const benchCardFace: Command = {
  summary: 'how surely and how fast printed card faces are read',
  help: `kazasu bench card-face [--cards N] [--hard N] [--timed N] [--mutated N] [--peer N] [--seed N] [--page DIR] [--json]

Draws cards of fictional holders under the card camera and scans them by the rules of a check. The same seed makes the same pictures.

  --cards    ordinary cards (2000), each with up to 1.0 s of frames at 15 a second. At least ${limits.readRate * 100} % must be read
  --hard     cards that are hard by one kind of disturbance (1000), the kinds in turn: the read rate of each is told
  --timed    ordinary cards in real time (150), one after another, as the check process does it: a thread sees, frames are handed over
             as the camera sends them, the newest is read. A check looks at faces only once the scan is settled; here a second such
             thread captures live faces all the while. First frame to 照合番号B: p50 at most ${limits.p50Ms} ms, p95 at most ${limits.p95Ms} ms;
             a card that was not read counts as infinite
  --mutated  damaged, foreign and random pictures (10000), each as if the camera sent nothing else: none may crash or hang the
             reader, and memory may grow by ${limits.grownMiB} MiB at most
  --peer     first frames of ordinary cards (60), read once by our reader and once by tesseract with the same rules for fields, each on one
             thread; tesseract's time is that of a process with its start
  --seed     another seed, other cards (1)
  --page     folder of the page with every failure's last frame (var/bench/card-face)
  --json     the last line is one JSON object

No set may give a wrong value, not once. 0 leaves a set out. Exit 0 only when every limit holds.`,
  run: async (args) => {
    if (args[0] === workerWord) return work(oneOf(workerWord, benchSets, args[1] ?? ''), count('seed', args[2] ?? ''));
    const { values } = parseArgs({
      args: [...args],
      options: {
        cards: { type: 'string', default: '2000' },
        hard: { type: 'string', default: '1000' },
        timed: { type: 'string', default: '150' },
        mutated: { type: 'string', default: '10000' },
        peer: { type: 'string', default: '60' },
        seed: { type: 'string', default: '1' },
        page: { type: 'string', default: join(projectHome(), 'var/bench/card-face') },
        json: { type: 'boolean', default: false },
      },
    });
    const sizes: Record<BenchSet, number> = {
      ordinary: count('cards', values.cards),
      hard: count('hard', values.hard),
      timed: count('timed', values.timed),
      mutated: count('mutated', values.mutated),
      peer: count('peer', values.peer),
    };
    const report: BenchReport = await runBench(count('seed', values.seed), sizes, values.page, tellProgress);
    showReport(report, console.log);
    if (values.json) console.log(JSON.stringify(report));
    return report.holds ? 0 : 1;
  },
};

/** On a terminal one line that changes, else a line for every tenth of a set. */
function tellProgress(set: BenchSet, done: number, of: number, failed: number): void {
  const said = `${set.padEnd(9)} ${done}/${of}  not read right: ${failed}`;
  if (process.stderr.isTTY) process.stderr.write(`\r${said}   ${done === of ? '\n' : ''}`);
  else if (Math.floor((10 * done) / of) > Math.floor((10 * (done - 1)) / of)) process.stderr.write(`${said}\n`);
}
