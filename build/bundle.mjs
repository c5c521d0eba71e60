// Bundles the reader, its tools, the page and the tests with esbuild. Packages stay outside the bundle.
import { copyFileSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build, stop } from 'esbuild';
import { generate } from './generate.mjs';

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

const entries = {
  kazasu: 'build/commands/kazasu.ts',
  reader: 'firmware/main.ts',
  check: 'firmware/check/main.ts',
  'sight-thread': 'firmware/check/sight-thread.ts',
  desk: 'drivers/desk/main.ts',
  'camera-thread': 'drivers/desk/camera-thread.ts',
};

/**
 * What a bundle is for. @param {{ emulated: boolean, bringUp?: boolean }} kind `emulated`: it holds emulated devices; `bringUp`: each screen says that it
 * is for bringing up a board @returns {Record<string, string>}
 */
const markedAs = ({ emulated, bringUp = false }) => ({ EMULATED_DEVICES: `${emulated}`, BRING_UP: `${bringUp}` });

/** The reader with emulated devices, tools and the panel's page, for development, into dist/app. */
export async function bundleAll() {
  await generate();
  const outdir = 'dist/app';
  rmSync(join(home, outdir), { recursive: true, force: true });
  await Promise.all([
    build({ ...forNode, entryPoints: entries, outdir, define: markedAs({ emulated: true }) }),
    bundlePage(outdir),
  ]);
}

/**
 * What is flashed: the reader, its check process and the page alone, without any emulated device.
 * @param {string} [outdir] relative to the project
 * @returns {Promise<string[]>} the sources that went in, relative to the project
 */
export async function bundleProduction(outdir = 'dist/production') {
  await generate();
  const { reader, check, 'sight-thread': sight } = entries;
  rmSync(join(home, outdir), { recursive: true, force: true });
  const [{ metafile }] = await Promise.all([
    build({
      ...forNode,
      entryPoints: { reader, check, 'sight-thread': sight },
      outdir,
      define: markedAs({ emulated: false }),
      sourcemap: false,
      minify: true,
      metafile: true,
    }),
    bundlePage(outdir),
  ]);
  return Object.keys(metafile.inputs);
}

/** What a bring-up image runs: the reader with the emulated desk, each screen marked. @param {string} outdir relative to the project */
export async function bundleBringUp(outdir) {
  await generate();
  rmSync(join(home, outdir), { recursive: true, force: true });
  const { kazasu: _tools, ...programs } = entries;
  await Promise.all([
    build({
      ...forNode,
      entryPoints: { ...programs, 'bring-up': 'build/bring-up/main.ts' },
      outdir,
      sourcemap: false,
      define: markedAs({ emulated: true, bringUp: true }),
    }),
    bundlePage(outdir),
  ]);
}

/**
 * The development reader whose check process zeroes nothing of what it read: the control of every proof of erasure, which must find
 * something here. @param {string} outdir relative to the project
 */
export async function bundleWithoutZeroing(outdir) {
  await generate();
  /** @type {import('esbuild').Plugin} */
  const withoutZeroing = {
    name: 'without zeroing',
    setup: ({ onLoad }) =>
      onLoad({ filter: /\/(firmware\/check|drivers\/card\/my-number-card)\/[^/]+\.ts$/ }, ({ path }) => ({
        contents: readFileSync(path, 'utf8').replaceAll('.fill(0)', '.subarray(0)'),
        loader: 'ts',
      })),
  };
  const { reader, check, 'sight-thread': sight } = entries;
  await Promise.all([
    build({
      ...forNode,
      entryPoints: { reader, check, 'sight-thread': sight },
      outdir,
      define: markedAs({ emulated: true }),
      plugins: [withoutZeroing],
    }),
    bundlePage(outdir),
  ]);
}

/** @param {string} outdir */
async function bundlePage(outdir) {
  const page = join(home, outdir, 'page');
  mkdirSync(page, { recursive: true });
  copyFileSync(join(home, 'ui-lite/index.html'), join(page, 'index.html'));
  await build({
    absWorkingDir: home,
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    minify: true,
    charset: 'utf8', // three bytes a character, not six
    legalComments: 'none',
    logLevel: 'warning',
    entryPoints: { app: 'ui-lite/app.tsx', 'app-style': 'ui-lite/app.css' },
    entryNames: '[name]',
    outdir: page,
  });
}

/** @param {string[]} files test files, relative to the project @param {string} outdir */
export async function bundleTests(files, outdir) {
  if (files.length === 0) return;
  await generate();
  await build({
    ...forNode,
    entryPoints: files,
    outdir,
    outbase: 'test',
    define: markedAs({ emulated: true }),
  });
}

/** Ends the bundler's own process, which would stay as long as ours. */
export const endBundler = () => stop();
