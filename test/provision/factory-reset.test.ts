// time limit: 500 s
import { randomBytes } from 'node:crypto';
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { visit } from '../../build/visit/visit.ts';
import { bootClock } from '../../crypto/boot-clock.ts';
import { systemFiles as files } from '../../crypto/durable-files.ts';
import { FacilityPassword } from '../../crypto/facility-password.ts';
import { EmulatedMicrocontroller } from '../../drivers/board/emulated/microcontroller.ts';
import { askFactoryReset, factoryReset } from '../../firmware/device/life/factory-reset.ts';
import { leadOn, readLife } from '../../firmware/device/life/life.ts';
import { systemClock } from '../../firmware/device/system-clock.ts';
import { wiring } from '../board/emulated-board.ts';
import { startRunningReader } from '../support/running-reader.ts';

const test = suite('a factory reset');

/** Every file below a folder, but for what the emulated world and the test itself keep there, with its bytes. */
async function filesIn(folder: string): Promise<Map<string, Buffer>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.startsWith(join(folder, 'emulated')));
  return new Map(await Promise.all(paths.map(async (path) => [path, await readFile(path)] as const)));
}

test('[R42] nothing of the facility is left in any file; what the vendor gave is; the reader works as one that was just provisioned', async () => {
  const reader = await startRunningReader();
  const place = (name: string) => join(reader.folder, name);
  const password = new FacilityPassword({ folder: place('password'), files, clock: systemClock, now: bootClock });
  try {
    for (const state of ['provisioned', 'installed'] as const)
      await leadOn(place('device'), files, { state, serial: 'KZ-1', model: 'KZ1' });
    await password.set(Buffer.from('himitsu-2025'));
    const { verdict, signed } = await reader.visit();
    assert.is(verdict, 'verified');
    // What a paired terminal and a waiting message leave, and the broker's credentials of a facility.
    const traces = [
      'Clinic of the harbour',
      'terminal-of-the-harbour',
      'message that waits',
      'incident of the harbour',
      'their language',
    ].map((text) => `${text} ${randomBytes(8).toString('hex')}`);
    for (const [at, folder] of ['pairing', 'outbox', 'broker', 'incidents', 'choices'].entries()) {
      await mkdir(place(folder), { recursive: true });
      await writeFile(join(place(folder), 'trace.json'), traces[at] ?? '');
    }
    await reader.reader.stop();
    const before = await filesIn(reader.folder);
    const serial = String(signed?.session);
    assert.ok(
      [...before.values()].some((bytes) => bytes.includes(serial)),
      'the visit stands in the records',
    );

    const places = {
      device: { folder: place('device'), tamper: { checks: 'refuse', clearedBy: 'staff' } },
      records: {
        folder: place('records'),
        incidentFolder: place('incidents'),
        maxFileKiB: 64,
        maxTotalMiB: 8,
        keepDays: 30,
      },
      facility: { passwordFolder: place('password'), choicesFolder: place('choices') },
      terminal: {
        pairingFolder: place('pairing'),
        outboxFolder: place('outbox'),
        mqtt: { broker: { folder: place('broker') } },
      },
    } as unknown as Parameters<typeof factoryReset>[0];
    const identity = await readFile(join(place('device'), 'device-key.pem'));
    await factoryReset(places, files);
    const after = await filesIn(reader.folder);
    assert.equal([...after.keys()].map((path) => path.slice(reader.folder.length + 1)).sort(), [
      'device/device-certificate.pem',
      'device/device-key.pem',
      'device/life.json',
    ]);
    for (const trace of [...traces, serial, 'himitsu'])
      assert.not(
        [...after.values()].some((bytes) => bytes.includes(trace)),
        trace,
      );
    assert.ok(after.get(join(place('device'), 'device-key.pem'))?.equals(identity));
    assert.equal(await readLife(place('device'), files), { state: 'provisioned', serial: 'KZ-1', model: 'KZ1' });

    const again = await reader.startAgain();
    const { card, person } = reader.emulation;
    const anew = { ...reader.place, ...again.ready };
    const plan = { card, person, tries: [{ method: 'pin', pin: '1234' }], eligibility: 'valid' } as const;
    const visited = await visit(anew, plan).finally(() => again.stop());
    assert.is(visited.verdict, 'verified');
  } finally {
    await reader.stop();
  }
});

test('a reset that lost its power on the way is finished at the next start, and stands in the new log, signed', async () => {
  const reader = await startRunningReader();
  try {
    await reader.reader.stop();
    const saved = join(reader.folder, 'emulated/saved');
    await cp(join(reader.folder, 'records'), saved, { recursive: true });
    await askFactoryReset(join(reader.folder, 'device'), files);
    const again = await reader.startAgain();
    await again.stop();
    const records = join(reader.folder, 'records');
    const [first = ''] = (await readdir(records)).filter((name) => name.startsWith('operation'));
    const told = (await readFile(join(records, first), 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    assert.equal(
      told.slice(0, 2).map(({ seq, kind }) => [seq, kind]),
      [
        [1, 'reader-started'],
        [2, 'factory-reset'],
      ],
    );
    assert.type(told[1].signature, 'string');
  } finally {
    await reader.stop();
  }
});

test('the key that is held at power-on for ten seconds resets the reader; pressed later it means nothing', async () => {
  const path = `/tmp/kazasu-reset-${process.pid}`;
  const uno = new EmulatedMicrocontroller(path);
  uno.contact(wiring.caseOpen, true);
  await uno.plugIn();
  const reader = await startRunningReader({ settings: () => ({ drivers: { board: { driver: 'firmata', path } } }) });
  const kinds = async () => {
    const records = join(reader.folder, 'records');
    const names = (await readdir(records)).filter((name) => name.startsWith('operation'));
    const texts = await Promise.all(names.map((name) => readFile(join(records, name), 'utf8')));
    return texts
      .join('')
      .trimEnd()
      .split('\n')
      .map((line) => String(JSON.parse(line || '{}').kind));
  };
  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  try {
    await pause(4000); // the board was heard, its key up
    uno.contact(wiring.resetKey, true);
    await pause(12_000);
    assert.not((await kinds()).includes('factory-reset'), 'pressed later');
    await reader.reader.stop();
    const again = await reader.startAgain();
    for (let tries = 0; tries < 150 && !(await kinds()).includes('factory-reset'); tries += 1) await pause(200);
    assert.ok((await kinds()).includes('factory-reset'), 'held at power-on');
    await again.stop();
  } finally {
    await reader.stop();
    await uno.unplug();
  }
});

test.run();
