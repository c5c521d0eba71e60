import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { systemFiles } from '../../crypto/durable-files.ts';
import { pluggedIn } from '../../firmware/device/staff/export-place.ts';
import { selfCheck } from '../../firmware/device/staff/self-check.ts';
import { openChoices } from '../../firmware/panel/facility-choices.ts';
import { partOf, readerParts } from '../../firmware/panel/staff-report.ts';
import { faultsBoard } from '../../firmware/records/faults-board.ts';
import { staffWords } from '../../firmware/words/staff.ts';

const test = suite('[R46] what the staff menu does');

test('the USB memory mounted last is the one; a disk of the system is none', () => {
  const line = (place: string) => `36 35 98:0 / ${place} rw,noatime master:1 - vfat /dev/sda1 rw`;
  const table = (...places: string[]) => places.map(line).join('\n');
  assert.is(pluggedIn(table('/', '/home', '/media', '/var/media/x')), undefined);
  assert.is(pluggedIn(table('/', '/media/old', '/run/media/kazasu/NEW\\040ONE')), '/run/media/kazasu/NEW ONE');
});

test('what was chosen is kept; of a damaged file what is whole, and nothing else', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kazasu-choices-'));
  try {
    const open = () => openChoices(folder, systemFiles);
    assert.equal((await open()).now(), {});
    const chosen = { language: 'ko', volume: 0 } as const;
    await (await open()).choose(chosen);
    assert.equal((await open()).now(), chosen);
    for (const [text, left] of [
      ['{', {}],
      ['null', {}],
      ['{"language":"la","volume":20}', { volume: 20 }],
      ['{"language":"vi","volume":101,"path":"/etc"}', { language: 'vi' }],
    ] as const) {
      await writeFile(join(folder, 'choices.json'), text);
      assert.equal((await open()).now(), left, text);
    }
    const nowhere = await openChoices(join(folder, 'choices.json', 'below'), systemFiles); // below a file nothing is made
    await nowhere.choose(chosen).then(
      () => assert.unreachable('it cannot be kept there'),
      ({ code }) => assert.is(code, 'CHOICES_UNWRITABLE'),
    );
    assert.equal(nowhere.now(), {});
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('every part has its words in the languages of staff, and every fault its part', () => {
  for (const language of ['ja', 'en'] as const)
    for (const part of readerParts) assert.ok(staffWords(language).parts[part], part);
  const of = (part?: string) => partOf({ code: 'X', what: '', next: '', ...(part === undefined ? {} : { part }) });
  assert.equal(['card-camera', 'error-log', 'disk', 'terminal-serial', undefined].map(of), [
    'card-camera',
    'records',
    'records',
    'terminal',
    'check-process',
  ]);
});

test('the self-check tells each point, fails where a fault stands, and gives way to a patient', async () => {
  const faults = faultsBoard();
  const lost = { code: 'CAMERA_LOST', what: '', next: '', part: 'face-camera' };
  const machine = async () => [
    { name: 'disk', what: '', pass: false, found: '3 MiB left', mend: '', demanded: false },
    { name: 'cameras', what: '', pass: false, mend: '', demanded: false },
  ];
  const parts = { faults, machine, cameras: async () => void faults.raise(lost), testCheck: async () => undefined };
  assert.equal(await selfCheck(parts, new AbortController().signal), [
    { name: 'card-reader', pass: true },
    { name: 'face-camera', pass: false, found: 'CAMERA_LOST' },
    { name: 'card-camera', pass: true },
    { name: 'disk', pass: false, found: '3 MiB left' },
    { name: 'test-check', pass: true },
  ]);
  const bare = { faults: faultsBoard(), machine: async () => [], cameras: undefined, testCheck: undefined };
  assert.equal(await selfCheck(bare, new AbortController().signal), [{ name: 'card-reader', pass: true }]);
  await selfCheck(parts, AbortSignal.abort()).then(
    () => assert.unreachable('a card was laid'),
    ({ code }) => assert.is(code, 'SELF_CHECK_STOPPED'),
  );
});

test.run();
