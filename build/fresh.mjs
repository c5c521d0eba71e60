// Bundles only when a source is newer than the bundle.
import { existsSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const home = join(import.meta.dirname, '..');
const stamp = join(home, 'dist/bundled');
const sources = ['firmware', 'drivers', 'crypto', 'ui-lite', 'build', 'package-lock.json'];

/** Newest change among the sources, ms since 1970; generated files do not count. */
function newestSource() {
  let newest = 0;
  for (const source of sources) {
    const path = join(home, source);
    const files = statSync(path).isDirectory() ? readdirSync(path, { recursive: true, encoding: 'utf8' }) : [''];
    for (const file of files)
      if (!file.includes('generated')) newest = Math.max(newest, statSync(join(path, file)).mtimeMs);
  }
  return newest;
}

export async function bundleIfChanged() {
  const newest = newestSource();
  if (existsSync(stamp) && statSync(stamp).mtimeMs >= newest) return;
  const { bundleAll, endBundler } = await import('./bundle.mjs');
  await bundleAll();
  await endBundler();
  writeFileSync(stamp, '');
  utimesSync(stamp, new Date(), new Date(newest + 1));
}
