// Bundles the reader, its tools, the page and the tests with esbuild. Packages stay outside the bundle.
import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
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
};

/** The reader with emulated devices and tools, for development, into dist/app; and the panel's page, into dist/page. */
export async function bundleAll() {
  await generate();
  rmSync(join(home, 'dist/app'), { recursive: true, force: true });
  await Promise.all([
    build({ ...forNode, entryPoints: entries, outdir: 'dist/app', define: { EMULATED_DEVICES: 'true' } }),
    bundlePage(),
  ]);
}

/** What is flashed: the reader and its check process alone, without any emulated device, into dist/production. */
export async function bundleProduction() {
  await generate();
  const { reader, check, 'sight-thread': sight } = entries;
  rmSync(join(home, 'dist/production'), { recursive: true, force: true });
  await build({
    ...forNode,
    entryPoints: { reader, check, 'sight-thread': sight },
    outdir: 'dist/production',
    define: { EMULATED_DEVICES: 'false' },
    sourcemap: false,
    minify: true,
  });
}

async function bundlePage() {
  const page = join(home, 'dist/page');
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
    legalComments: 'none',
    logLevel: 'warning',
    entryPoints: { app: 'ui-lite/app.tsx', 'app-style': 'ui-lite/app.css' },
    entryNames: '[name]',
    outdir: 'dist/page',
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
    define: { EMULATED_DEVICES: 'true' },
  });
}
