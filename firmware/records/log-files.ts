import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** The two logs of a reader: what was done, and what failed. */
export type Book = 'operation' | 'error';

const pattern = { operation: /^operation-([0-9]{6})\.jsonl$/, error: /^error-([0-9]{6})\.jsonl$/ };

/** Path of a log's n-th file, from 1. */
export const logFile = (folder: string, book: Book, number: number): string =>
  join(folder, `${book}-${String(number).padStart(6, '0')}.jsonl`);

/** Numbers of a log's files in a folder, oldest first. */
export async function logNumbers(folder: string, book: Book): Promise<number[]> {
  const numbers = (await readdir(folder)).flatMap((name) => pattern[book].exec(name)?.[1] ?? []).map(Number);
  return numbers.sort((a, b) => a - b);
}

/** Paths of a log's files in a folder, oldest first. */
export async function logFiles(folder: string, book: Book): Promise<string[]> {
  return (await logNumbers(folder, book)).map((number) => logFile(folder, book, number));
}
