import { join } from 'node:path';
import { loadCardFaceReader } from '../../firmware/card-face/reader.ts';
import { projectHome } from '../../firmware/device/home.ts';
import { answerJobs } from '../workers/answer-jobs.ts';
import type { BenchSet } from './bench-card.ts';
import type { BenchJob, Finding } from './findings.ts';
import { scanCard } from './scan-card.ts';
import { drawOriginals, scanMutated } from './scan-mutated.ts';
import { readyToTime } from './timed.ts';

/** Makes this process one of the bench's, with a reader of its own. */
export async function work(set: BenchSet, bench: number): Promise<number> {
  answerJobs(await finder(set, bench));
  return 0; // and goes on while the channel is open
}

async function finder(set: BenchSet, bench: number): Promise<(job: BenchJob) => Promise<Finding>> {
  if (set === 'timed') return readyToTime();
  const reader = await loadCardFaceReader({ modelFolder: join(projectHome(), 'models/card-face'), threads: 1 });
  if (set !== 'mutated') return (job) => scanCard(reader, job);
  const originals = await drawOriginals(bench);
  return (job) => scanMutated(reader, originals, job);
}
