// npm start: sets up a fresh machine, bundles, and runs the reader on emulated devices with a first check of its own.
import { join } from 'node:path';
import { bundleIfChanged } from './fresh.mjs';
import { setUp } from './setup.mjs';

const home = join(import.meta.dirname, '..');
await setUp();
console.log('setup  bundling');
await bundleIfChanged();
process.argv.splice(2, 0, 'demo');
await import(join(home, 'dist/app/kazasu.js'));
