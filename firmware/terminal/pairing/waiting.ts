import { join } from 'node:path';
import { type Files, removeFile, replaceFile } from '../../../crypto/durable-files.ts';

/** A terminal that asks to be paired, as staff see it. */
export interface WaitingTerminal {
  readonly id: string;
  readonly name: string;
  /** Six digits; the terminal shows the same. */
  readonly code: string;
  /** RFC 3339. */
  readonly until: string;
}

/** What staff said to it. */
export type Decision = 'confirmed' | 'refused';

const waitingFile = (folder: string): string => join(folder, 'waiting.json');
const decisionFile = (folder: string, id: string): string => join(folder, `decision-${id}`);

/** Tells staff's commands who waits. The reader alone writes it. */
export const writeWaiting = (folder: string, files: Files, all: readonly WaitingTerminal[]): Promise<void> =>
  replaceFile(files, waitingFile(folder), `${JSON.stringify(all)}\n`);

/** Who waits. */
export async function readWaiting(folder: string, files: Files): Promise<WaitingTerminal[]> {
  const text = await files.readFile(waitingFile(folder), 'utf8').catch(() => '[]');
  return JSON.parse(text);
}

/** Notes what staff said; the reader looks for it when the terminal asks next. */
export const writeDecision = (folder: string, files: Files, id: string, decision: Decision): Promise<void> =>
  replaceFile(files, decisionFile(folder, id), decision);

/** What staff have said, if they have; forgotten afterwards. */
export async function takeDecision(folder: string, files: Files, id: string): Promise<Decision | undefined> {
  const text = await files.readFile(decisionFile(folder, id), 'utf8').catch(() => undefined);
  if (text !== 'confirmed' && text !== 'refused') return undefined;
  await removeFile(files, decisionFile(folder, id));
  return text;
}
