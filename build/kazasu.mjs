// Runs a kazasu command from a fresh clone: sets up what is missing, bundles what has changed, then hands over.
import { join } from 'node:path';
import { bundleIfChanged } from './fresh.mjs';
import { setUp } from './setup.mjs';

const home = join(import.meta.dirname, '..');
await setUp();
await bundleIfChanged();
await import(join(home, 'dist/app/kazasu.js'));
