import { parseArgs } from 'node:util';
import { soakLines, soakReport } from '../soak/report.ts';
import { leastVisits } from '../soak/schedule.ts';
import { oneReaderWord, serveOneReader, soakSideBySide } from '../soak/side-by-side.ts';
import { type Command, WrongUse } from './command.ts';
import { count } from './count.ts';
import { tellShare } from './tell-share.ts';

/** They wait for people most of the time. */
const usualReaders = 3;
/** From here on one reader alone would take long. */
const manyVisits = 200;

export const soak: Command = {
  summary: 'visit after visit while parts break; nothing may be lost, wrong or leak',
  help: `kazasu soak [--visits N] [--readers N] [--seed N] [--json]

Runs N visits (default 200) of every kind on a reader with the real PC/SC daemon, ffmpeg and an external broker, on a disk of its own and
with a clock that can be set, and breaks its parts at random moments: the clock jumps, the disk is full or read-only, memory runs short, pcscd hangs or
restarts, ffmpeg stalls, a camera is black or frozen, the card drops out, the broker goes, check process and core are killed. Each kind once
in a hundred visits. Several readers (default ${usualReaders}; one where the visits are few) go through them side by side, each on parts of its own. Tells
what was lost or wrong, how long the reader took to be well again, and how memory and open files grow. That shows only in
a core that has lived for some 200 visits, as one does when each reader has 350 of them: with fewer the command fails.

Exit 0 only when no visit was lost or wrong, the reader was well again after every fault, no verdict stayed untold, both logs hold, nothing of the person
stands in a file, neither memory nor open files grow, and the time to the verdict stays. Run it as root, on a machine for tests.`,
  run: async (args) => {
    if (args[0] === oneReaderWord) return serveOneReader(args.slice(1).map(Number));
    const { values } = parseArgs({
      args: [...args],
      options: {
        visits: { type: 'string', default: '200' },
        readers: { type: 'string' },
        seed: { type: 'string', default: '1' },
        json: { type: 'boolean', default: false },
      },
    });
    const [visits, seed] = [count('visits', values.visits), count('seed', values.seed)];
    const usual = visits < manyVisits ? 1 : usualReaders;
    const readers = values.readers === undefined ? usual : count('readers', values.readers);
    if (readers === 0) throw new WrongUse('--readers 0: at least one');
    if (visits < leastVisits * readers)
      throw new WrongUse(
        `--visits ${visits}: at least ${leastVisits} for each of ${readers} readers, so that every kind of fault has room`,
      );
    const tell = { done: tellShare('visit'), wrong: (line: string) => console.error(`wrong: ${line}`) };
    const findings = await soakSideBySide(visits, readers, seed, tell);
    const report = soakReport(findings);
    for (const line of soakLines(report)) console.log(line);
    if (values.json) console.log(JSON.stringify(report));
    return report.holds ? 0 : 1;
  },
};
