// npm run image, proof:boot, proof:update: sets up what builds and starts images too, bundles, then hands over.
import { join } from 'node:path';
import { bundleIfChanged } from './fresh.mjs';
import { setUp } from './setup.mjs';

await setUp({ images: true, arm64: process.argv.includes('generic-arm64') });
await bundleIfChanged();
await import(join(import.meta.dirname, '../dist/app/kazasu.js'));
