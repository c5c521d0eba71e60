import * as system from 'node:fs/promises';
import { dirname } from 'node:path';

/** The part of the file system that durable files need. */
export type Files = Pick<typeof system, 'mkdir' | 'open' | 'readFile' | 'rename' | 'rm'>;

export const systemFiles: Files = system;

/** Puts a file of mode 0600 in place of what stood there; done when it survives a power loss, which leaves the old or the new one. */
export async function replaceFile(files: Files, path: string, text: string): Promise<void> {
  const draft = `${path}.new`;
  await files.rm(draft, { force: true, recursive: true }); // of an earlier try, with whatever mode
  const file = await files.open(draft, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await files.rename(draft, path);
  await syncFolder(files, dirname(path));
}

/** Removes a file, if it is there; done when that survives a power loss. */
export async function removeFile(files: Files, path: string): Promise<void> {
  await files.rm(path, { force: true, recursive: true });
  await syncFolder(files, dirname(path));
}

async function syncFolder(files: Files, path: string): Promise<void> {
  const folder = await files.open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
