// Bundles the firmware, the page and the tests with esbuild. Packages stay outside the bundle.
import { join } from 'node:path';
import { build } from 'esbuild';

const home = join(import.meta.dirname, '..');

/** @type {import('esbuild').BuildOptions} */
const forNode = {
  absWorkingDir: home,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  packages: 'external',
  splitting: true,
  sourcemap: 'linked',
  logLevel: 'warning',
};

/** @param {string[]} files test files, relative to the project */
export async function bundleTests(files) {
  if (files.length === 0) return;
  await build({ ...forNode, entryPoints: files, outdir: 'dist/test', outbase: 'test', define: { EMULATED_DEVICES: 'true' } });
}
