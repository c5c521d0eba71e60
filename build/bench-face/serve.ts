import { readFile } from 'node:fs/promises';
import { CodedError } from '../../firmware/records/coded-error.ts';
import type { Seen } from './contender.ts';
import { type ContenderName, loadContender } from './contenders.ts';

/** What a contender's process is asked for; photos are named by their files. */
export type Question =
  | { readonly ask: 'look'; readonly file: string }
  | { readonly ask: 'compare'; readonly files: readonly [string, string] }
  | { readonly ask: 'likenesses'; readonly files: readonly string[] };

/** What became of a photo: no face (or no picture), a face that its gate refuses, or one that it uses. */
export type Outcome = 'none' | 'refused' | 'used';

export interface Ready {
  readonly engine: string;
  /** Likeness from which its package calls two faces one person's. */
  readonly threshold: number;
}

/**
 * Is the process of one contender: answers one question after another until its parent kills it, or is gone. Templates stay here;
 * what leaves are outcomes, times and likenesses.
 */
export async function serveContender(name: ContenderName): Promise<number> {
  const contender = await loadContender[name]();
  const templates = new Map<string, Float32Array>();
  const look = (jpeg: Uint8Array): Promise<Seen | undefined> =>
    contender.look(jpeg).catch((error: unknown) => {
      if (error instanceof CodedError && error.code === 'FACE_PICTURE_UNREADABLE') return undefined;
      throw error;
    });

  const outcomeOf = async (file: string): Promise<Outcome> => {
    const seen = await look(await readFile(file));
    if (!seen) return 'none';
    templates.set(file, seen.template);
    return seen.passes ? 'used' : 'refused';
  };

  /** Milliseconds from two encoded pictures to the verdict. */
  const timeOf = async (files: readonly [string, string]): Promise<number> => {
    const [one, other] = [await readFile(files[0]), await readFile(files[1])];
    const began = performance.now();
    const [left, right] = [await look(one), await look(other)];
    const same = left && right && contender.likeness(left.template, right.template) >= contender.threshold;
    const ms = performance.now() - began;
    return same === undefined ? Number.NaN : ms;
  };

  /** Of every pair, each once, in the order (0,1), (0,2) … (1,2) …; NaN where one has no template. */
  const likenessesOf = (files: readonly string[]): Float64Array => {
    const found = files.map((file) => templates.get(file));
    return Float64Array.from(
      found.flatMap((one, at) =>
        found.slice(at + 1).map((other) => (one && other ? contender.likeness(one, other) : Number.NaN)),
      ),
    );
  };

  process.on('message', async (question: Question) => {
    if (question.ask === 'look') process.send?.(await outcomeOf(question.file));
    else if (question.ask === 'compare') process.send?.(await timeOf(question.files));
    else process.send?.(likenessesOf(question.files));
  });
  process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'));
  process.send?.({ engine: contender.engine, threshold: contender.threshold } satisfies Ready);
  return 0; // and goes on while the channel is open
}
