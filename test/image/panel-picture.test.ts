import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Machine } from '../../build/machine/machine.ts';
import { leastColours, type PanelLook, paintedPanel } from '../../build/proof-boot/panel-picture.ts';

const test = suite('what the boot proof sees in a picture of the panel');

const screen = { width: 1280, height: 800, channels: 3 as const };
const page = `<svg width="1280" height="700"><defs><linearGradient id="g"><stop stop-color="#fff"/>
  <stop offset="1" stop-color="#0a4a98"/></linearGradient></defs><rect width="1280" height="600" fill="url(#g)"/></svg>`;
const band = `<svg width="1280" height="27"><rect width="1280" height="27" fill="#b00020"/>
  <rect x="400" y="6" width="480" height="15" fill="#fff"/></svg>`;

/** Looks at these drawings, each so far from the top. */
async function seen(...drawn: [svg: string, top: number][]): Promise<PanelLook> {
  const folder = mkdtempSync(join(tmpdir(), 'kazasu-picture-'));
  const picture = (file: string) =>
    sharp({ create: { ...screen, background: '#000' } })
      .composite(drawn.map(([svg, top]) => ({ input: Buffer.from(svg), top, left: 0 })))
      .png()
      .toFile(file);
  try {
    return await paintedPanel({ picture } as unknown as Machine, join(folder, 'panel.png'), 0, () => true);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('a painted panel, with the mark of a bring-up device and without', async () => {
  const plain = await seen([page, 0]);
  assert.ok(plain.colours >= leastColours);
  assert.is(plain.markedBringUp, false);
  assert.is((await seen([page, 0], [band, 773])).markedBringUp, true);
  assert.is((await seen([page, 0], [band, 0])).markedBringUp, false, 'a red notice elsewhere is no mark');
});

test('a dark screen is no painted panel', async () => {
  assert.ok((await seen()).colours < leastColours);
});

test.run();
