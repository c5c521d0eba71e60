import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/**
 * The commit of the source at `home`, and whether what it holds was changed since; 'source unknown' for a delivered device, which has none.
 * Only what the commit has at its top is looked at: a book or a report written beside the source changes nothing of it.
 */
export async function commitOf(home: string): Promise<string> {
  const git = async (...args: string[]) => (await promisify(execFile)('git', ['-C', home, ...args])).stdout.trim();
  try {
    const commit = await git('rev-parse', 'HEAD');
    const rooms = (await git('ls-tree', '-z', '--name-only', 'HEAD')).split('\0').filter(Boolean);
    const changes = await git('--literal-pathspecs', 'status', '--porcelain', '--', ...rooms);
    return changes === '' ? commit : `${commit}, changed since`;
  } catch {
    return 'source unknown';
  }
}
