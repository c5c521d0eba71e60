import { cp, mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Puts a copy of a folder in the place of another, once `proves` has found it good: half of it is never there. */
export async function installFolder(
  from: string,
  to: string,
  proves: (folder: string) => Promise<unknown>,
): Promise<void> {
  const draft = `${to}.new`;
  await mkdir(dirname(to), { recursive: true });
  await rm(draft, { recursive: true, force: true });
  await cp(from, draft, { recursive: true });
  try {
    await proves(draft);
    await rm(to, { recursive: true, force: true });
    await rename(draft, to);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}
