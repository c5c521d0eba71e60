// Makes what is flashed: the reader without any emulated device or tool, in dist/production.
import { bundleProduction, endBundler } from './bundle.mjs';

await bundleProduction();
await endBundler();
console.log('made  dist/production');
