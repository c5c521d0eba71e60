// time limit: 300 s
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readingTexts } from '../../build/hostile/other-files.ts';
import { forbidden, type HostileFinding, type HostileJob } from '../../build/hostile-faces/findings.ts';
import { type KnownFace, knownFaces } from '../../build/hostile-faces/known-faces.ts';
import { lookAtHostile } from '../../build/hostile-faces/look.ts';
import { doors, kindsOf } from '../../build/hostile-faces/mutations.ts';
import type { FaceEngine } from '../../firmware/face/engine.ts';
import { decodeJpeg } from '../../firmware/face/picture.ts';
import { referenceTemplate } from '../../firmware/face/reference-template.ts';
import { loadEngine, refusal } from './support.ts';

const test = suite('hostile pictures');

let engine: FaceEngine;
let known: KnownFace[];
test.before(async () => {
  engine = await loadEngine();
  known = await knownFaces(engine);
});
test.after(() => engine.close());

/** Pictures of each door. Every kind has come twice before memory counts: as large as it gets by then, it stays. */
const count = 200;
const mostGrowthMiB = 100;

test(`[R03] [R11] ${2 * count} hostile frames and photos: coded error, hint or template; no stranger matches; bounded memory`, async () => {
  const settled = 2 * Math.max(...doors.map((door) => kindsOf(door).length));
  const findings: HostileFinding[] = [];
  let before = 0;
  for (let index = 0; index < count; index++) {
    for (const door of doors) findings.push(await lookAtHostile(engine, known, { seed: 7, door, index }));
    if (index === settled) before = process.memoryUsage.rss();
  }
  const grownMiB = (process.memoryUsage.rss() - before) / 2 ** 20;
  assert.equal(
    findings.filter(({ outcome }) => forbidden.includes(outcome)),
    [],
  );
  assert.ok(grownMiB < mostGrowthMiB, `${grownMiB} MiB more`);
  for (const door of doors) {
    const seen = findings.filter((finding) => finding.door === door);
    const of = (outcome: string) => seen.filter((finding) => finding.outcome === outcome).length;
    assert.ok(of('refused') >= 40, `${door}: ${of('refused')} refused`);
    assert.ok(of('matched-own') >= 10, `${door}: ${of('matched-own')} came out whole and matched`);
    assert.equal(
      kindsOf(door).filter((kind) => !seen.some((finding) => finding.kind === kind)),
      [],
    );
  }
});

test('a picture of somebody else passed off as one’s own is what the bench calls a match with a stranger', async () => {
  const [one, other] = known;
  assert.ok(one && other);
  const swapped: KnownFace[] = [
    { pictures: one.pictures, templates: other.templates },
    { pictures: other.pictures, templates: one.templates },
  ];
  const index = kindsOf('frame').indexOf('zeroed');
  const outcomes = new Set<string>();
  for (let round = 0; round < 4; round++) {
    const job: HostileJob = { seed: 7, door: 'frame', index: index + round * kindsOf('frame').length };
    outcomes.add((await lookAtHostile(engine, swapped, job)).outcome);
  }
  assert.ok(outcomes.has('matched-stranger'), [...outcomes].join());
});

test('what a door throws without a code is told as such', async () => {
  const broken: FaceEngine = { ...engine, decodeChipPhoto: () => Promise.reject(new TypeError('undefined')) };
  assert.is((await lookAtHostile(broken, known, { seed: 7, door: 'photo', index: 0 })).outcome, 'uncoded');
});

test('texts that ask to be given files and addresses are refused at both doors, and nobody asks', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kazasu-bait-'));
  const file = join(folder, 'bait.png');
  writeFileSync(
    file,
    await sharp({ create: { width: 9, height: 9, channels: 3, background: '#f00' } })
      .png()
      .toBuffer(),
  );
  let asked = 0;
  const server = createServer((_, answer) => {
    asked++;
    answer.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await fetch(address);
  assert.is(asked, 1, 'who asks is heard');
  const start = Buffer.from([0xff, 0xd8, 0xff]);
  try {
    for (const text of readingTexts({ address, file }).map((it) => Buffer.from(it))) {
      for (const bytes of [text, Buffer.concat([start, text]), Buffer.concat([start, Buffer.alloc(13), text])]) {
        assert.is(await refusal(decodeJpeg(bytes)), 'FACE_PICTURE_UNREADABLE');
        assert.is(await refusal(referenceTemplate(bytes, engine)), 'CHIP_PHOTO_UNREADABLE');
      }
    }
    assert.is(asked, 1);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    rmSync(folder, { recursive: true });
  }
});

test.run();
