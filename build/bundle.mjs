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
export const bundleWithoutZeroing = (outdir) =>
  bundleChanged(outdir, /\/(firmware\/check|drivers\/card\/my-number-card)\/[^/]+\.ts$/, (source) =>
    source.replaceAll('.fill(0)', '.subarray(0)'),
  );

/**
 * The development reader in whose check process the garbage collector is always at work: whatever of a person lies on the JavaScript
 * heap is moved, and leaves traces that a proof of erasure finds. @param {string} outdir relative to the project
 */
export const bundleWithBusyCollector = (outdir) =>
  bundleChanged(outdir, /\/firmware\/check\/door\.ts$/, (source) =>
    source.replace('execArgv: [', "execArgv: ['--max-semi-space-size=1', '--stress-scavenge=60', "),
  );

/**
 * The development reader, some of its sources changed.
 * @param {string} outdir relative to the project @param {RegExp} sources @param {(source: string) => string} change
 */
async function bundleChanged(outdir, sources, change) {
  await generate();
  /** @type {import('esbuild').Plugin} */
  const changed = {
    name: 'changed',
    setup: ({ onLoad }) =>
      onLoad({ filter: sources }, ({ path }) => ({ contents: change(readFileSync(path, 'utf8')), loader: 'ts' })),
  };
  const { reader, check, 'sight-thread': sight } = entries;
  await Promise.all([
    build({
      ...forNode,
      entryPoints: { reader, check, 'sight-thread': sight },
      outdir,
      define: markedAs({ emulated: true }),
      plugins: [changed],
    }),
    bundlePage(outdir),
  ]);
}

/**
 * One parser that is fuzzed, with the code that it uses and no other, as one file that the fuzzer can follow.
 * @param {string} target its name in build/fuzz/targets.ts @param {string} outfile relative to the project
 */
export async function bundleForFuzzing(target, outfile) {
  await generate();
  await build({
    ...forNode,
    splitting: false,
    sourcemap: false,
    format: 'cjs', // what the fuzzer follows
    banner: { js: "const ownUrl = require('node:url').pathToFileURL(__filename).href;" },
    define: { EMULATED_DEVICES: 'true', 'import.meta.url': 'ownUrl', 'import.meta.dirname': '__dirname' },
    stdin: {
      contents: `import { answersSoon } from './build/fuzz/answers-soon.ts';
import { ${target} } from './build/fuzz/targets.ts';
export const fuzz = answersSoon(${target});`,
      resolveDir: home,
    },
    outfile,
  });
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
    splitting: true, // the staff menu is loaded when it is opened
    chunkNames: '[name]',
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
