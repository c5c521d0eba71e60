import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { seededRandom } from '../../drivers/camera/emulated/random.ts';
import { defaultPackFile, readPack } from '../../firmware/face/pack.ts';
import { runFaceBench } from '../bench-face/bench.ts';
import { choosePhotos } from '../bench-face/choose-photos.ts';
import { contenderWord } from '../bench-face/contender-process.ts';
import { contenderNames } from '../bench-face/contenders.ts';
import { limits } from '../bench-face/judge.ts';
import { serveContender } from '../bench-face/serve.ts';
import { showReport } from '../bench-face/show-report.ts';
import { peopleKnownTo, readDataset } from '../certify/dataset.ts';
import { type Command, WrongUse } from './command.ts';
import { count } from './count.ts';
import { groupsIn } from './dataset-groups.ts';
import { oneOf } from './one-of.ts';
import { tellShare } from './tell-share.ts';

export const benchFace: Command = {
  summary: 'our face pipeline beside @vladmandic/face-api and @vladmandic/human',
  help: `kazasu bench face --dataset DIR [--group NAME=FILE]… [--leave-out FILE] [--people N] [--timed N] [--seed N] [--resamplings N] [--json]

Sends the same photos of a dataset (DIR/person/photo.jpg) through our pipeline and the two peers, each as its package ships, with its own
models, in a process of its own, on one thread: ours on onnxruntime, theirs on TensorFlow.js with WebAssembly. Every pair of photos is
compared. For each are told FNMR at FMR 0.01 %, at its own threshold on these pairs, with failures to acquire apart; milliseconds from two
encoded pictures to the verdict; the most memory that its process held.

Judged are the pipelines as they ship: ours with its quality gate, the peers, which have none, on every face they find. Also told: ours
without its gate, and the peers on the photos that our gate lets pass. A decoder for pictures is not theirs: all get the same one, and of
several faces in a photo each takes the one nearest the middle.

  --group NAME=FILE   people of a group, one name a line; told beside everybody; may be given more than once
  --leave-out FILE    photos known to be wrong, one name a line
  --people N          people with two photos or more (default: 400), up to four photos of each, drawn by --seed
  --timed N           pairs that every contender compares in turn for its time (default: 100)
  --seed N            another seed, other people (default: 1)
  --resamplings N     for the intervals, people resampled (default: 400)
  --json              the last line is one JSON object

Exit 0 only when ours has at least ${limits.fewerFalseNonMatches} times fewer false non-matches than the surer peer and is at least ${limits.faster} times as fast as the faster one.`,
  run: async (args) => {
    if (args[0] === contenderWord) return serveContender(oneOf(contenderWord, contenderNames, args[1] ?? ''));
    const { values } = parseArgs({
      args: [...args],
      options: {
        dataset: { type: 'string' },
        group: { type: 'string', multiple: true, default: [] },
        'leave-out': { type: 'string' },
        people: { type: 'string', default: '400' },
        timed: { type: 'string', default: '100' },
        seed: { type: 'string', default: '1' },
        resamplings: { type: 'string', default: '400' },
        json: { type: 'boolean', default: false },
      },
    });
    if (!values.dataset) throw new WrongUse('--dataset is needed');
    const [people, timed] = [count('people', values.people), count('timed', values.timed)];
    if (timed === 0) throw new WrongUse('--timed 0: without a time nothing can be judged');
    const [seed, resamplings] = [count('seed', values.seed), count('resamplings', values.resamplings)];
    const dataset = resolve(values.dataset);
    const groups = groupsIn(values.group);
    const everyPhoto = await readDataset({
      folder: dataset,
      groups,
      ...(values['leave-out'] === undefined ? {} : { leaveOut: values['leave-out'] }),
    });
    const photos = choosePhotos(everyPhoto, people, seededRandom(seed));
    const report = await runFaceBench({
      dataset,
      photos,
      groups: Object.keys(groups),
      timed,
      seed,
      resamplings,
      onProgress: tellProgress(),
    });
    const known = peopleKnownTo(await readPack(defaultPackFile()), photos).size;
    showReport(report, console.log);
    if (known > 0) console.log(`our gate was set on ${known} of these people: their figures flatter it`);
    if (values.json) console.log(JSON.stringify({ ...report, known }));
    return report.holds ? 0 : 1;
  },
};

function tellProgress() {
  const tell = { photos: tellShare('photos'), timed: tellShare('timed') };
  return (what: 'photos' | 'timed', done: number, of: number) => tell[what](done, of);
}
