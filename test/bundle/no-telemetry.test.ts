import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { projectHome } from '../../firmware/device/home.ts';

const test = suite('libraries that speak to nobody');

/** The vendor's telemetry client in some builds of the inference library; it also leaves a file in /tmp for each process. */
const telemetry = ['MATSDK', 'mat-debug-'];

test('[R42] [R43] the inference library of this build carries no telemetry client', () => {
  const folder = join(projectHome(), 'node_modules/onnxruntime-node/bin');
  const libraries = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /linux\/.*(\.so|\.node)/.test(file),
  );
  assert.ok(libraries.length >= 2, 'amd64 and arm64');
  for (const library of libraries) {
    const content = readFileSync(join(folder, library));
    for (const word of telemetry) assert.not(content.includes(word), `${word} in ${library}`);
  }
});

test.run();
