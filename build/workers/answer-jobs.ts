import type { WorkerAnswer } from './share-out.ts';

/** What a command understands as: be a worker. */
export const workerWord = '--as-worker';

/** Makes this process a worker: it does one job after another until its parent kills it, or is gone. */
export function answerJobs<Job, Finding>(find: (job: Job) => Promise<Finding>): void {
  process.on('message', async (job: Job) => {
    const finding = await find(job);
    const residentMiB = process.memoryUsage.rss() / 2 ** 20;
    process.send?.({ finding, residentMiB } satisfies WorkerAnswer<Finding>);
  });
  process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'));
  process.send?.('ready');
}
