import { join } from 'node:path';
import { loadCardFaceReader } from '../../firmware/card-face/reader.ts';
import { projectHome } from '../../firmware/device/home.ts';
import type { BenchSet } from './bench-card.ts';
import type { BenchJob, Finding, WorkerAnswer } from './findings.ts';
import { scanCard } from './scan-card.ts';
import { drawOriginals, scanMutated } from './scan-mutated.ts';
import { readyToTime } from './timed.ts';

/** A process of the bench: does one job of a set after another, with a reader of its own, until its parent kills it, or is gone. */
export async function work(set: BenchSet, bench: number): Promise<number> {
  const find = await finder(set, bench);
  process.on('message', async (job: BenchJob) => {
    const finding = await find(job);
    const residentMiB = process.memoryUsage.rss() / 2 ** 20;
    process.send?.({ finding, residentMiB } satisfies WorkerAnswer);
  });
  process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'));
  process.send?.('ready');
  return 0; // and goes on while the channel is open
}

async function finder(set: BenchSet, bench: number): Promise<(job: BenchJob) => Promise<Finding>> {
  if (set === 'timed') return readyToTime();
  const reader = await loadCardFaceReader({ modelFolder: join(projectHome(), 'models/card-face'), threads: 1 });
  if (set !== 'mutated') return (job) => scanCard(reader, job);
  const originals = await drawOriginals(bench);
  return (job) => scanMutated(reader, originals, job);
}
