import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

const pattern = /^operation-([0-9]{6})\.jsonl$/;

/** Path of the operation log's n-th file, from 1. */
export const logFile = (folder: string, number: number): string =>
  join(folder, `operation-${String(number).padStart(6, '0')}.jsonl`);

/** Numbers of the operation log's files in a folder, oldest first. */
export async function logNumbers(folder: string): Promise<number[]> {
  const numbers = (await readdir(folder)).flatMap((name) => pattern.exec(name)?.[1] ?? []).map(Number);
  return numbers.sort((a, b) => a - b);
}

/** Paths of the operation log's files in a folder, oldest first. */
export async function operationLogFiles(folder: string): Promise<string[]> {
  return (await logNumbers(folder)).map((number) => logFile(folder, number));
}
