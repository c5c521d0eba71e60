import { run } from '../image/run.ts';

/** Copies a disk and leaves its holes holes: most of a disk is. */
export const copyDisk = async (from: string, to: string): Promise<void> =>
  void (await run('cp', ['--sparse=always', from, to]));
