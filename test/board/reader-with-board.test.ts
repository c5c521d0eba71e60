// time limit: 500 s
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { openPanel } from '../../build/visit/panel-client.ts';
import { bootClock } from '../../crypto/boot-clock.ts';
import { deviceCertificateFile } from '../../crypto/device-key.ts';
import { systemFiles } from '../../crypto/durable-files.ts';
import { FacilityPassword } from '../../crypto/facility-password.ts';
import { EmulatedMicrocontroller, type PinChange } from '../../drivers/board/emulated/microcontroller.ts';
import { projectHome } from '../../firmware/device/home.ts';
import { systemClock } from '../../firmware/device/system-clock.ts';
import type { PanelView } from '../../firmware/panel/view.ts';
import { logFile } from '../../firmware/records/log-files.ts';
import { type RunningReader, startRunningReader } from '../support/running-reader.ts';
import { wiring } from './emulated-board.ts';

const test = suite('a reader with a board of lights and sensors');
const password = 'himitsu-2025';

interface WithBoard {
  readonly reader: RunningReader;
  readonly uno: EmulatedMicrocontroller;
  /** What the pins did since the start. */
  readonly changes: PinChange[];
  /** The settings of this reader, for commands. */
  readonly settings: string;
  view(): PanelView | undefined;
  until(holds: () => boolean, what: string): Promise<void>;
}

async function withReader(use: (at: WithBoard) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'kazasu-board-'));
  const path = join(folder, 'tty');
  const changes: PinChange[] = [];
  const uno = new EmulatedMicrocontroller(path, (change) => changes.push(change));
  uno.contact(wiring.caseOpen, true);
  await uno.plugIn();
  const reader = await startRunningReader({ settings: () => ({ drivers: { board: { driver: 'firmata', path } } }) });
  const settings = join(folder, 'settings.json');
  await writeFile(
    settings,
    JSON.stringify({
      device: { folder: join(reader.folder, 'device') },
      facility: { passwordFolder: join(reader.folder, 'password') },
      records: { folder: join(reader.folder, 'records') },
    }),
  );
  let view: PanelView | undefined;
  const panel = await openPanel(reader.place.panel, (next) => {
    view = next;
  });
  const until = async (holds: () => boolean, what: string) => {
    for (const end = Date.now() + 60_000; !holds(); await new Promise((resolve) => setTimeout(resolve, 20)))
      if (Date.now() > end) throw new Error(`it does not come: ${what}`);
  };
  try {
    await use({ reader, uno, changes, settings, view: () => view, until });
  } finally {
    panel.close();
    await reader.stop();
    await uno.unplug();
    await rm(folder, { recursive: true });
  }
}

/** Runs `kazasu …` with this piped in; its exit code. */
function codeOf(args: readonly string[], typed: string): Promise<number | null> {
  const child = spawn(process.execPath, [join(projectHome(), 'dist/app/kazasu.js'), ...args]);
  child.stdin.end(typed);
  return new Promise((resolve) => child.once('close', resolve));
}

const white = (uno: EmulatedMicrocontroller) =>
  [wiring.red, wiring.green, wiring.blue].every((pin) => uno.output(pin) === 255);

test('[R01] [R42] lights, shutter and sounds go with a visit; the shutter is open while the face is looked at alone', () =>
  withReader(async ({ reader, uno, changes, until }) => {
    await until(() => white(uno), 'the light of a reader that is ready');
    changes.length = 0;
    const { verdict } = await reader.visit();
    assert.is(verdict, 'verified');
    await until(() => white(uno), 'ready once more');
    const of = (pin: number) => changes.filter((change) => change.pin === pin).map(({ value }) => value);
    assert.equal(of(wiring.shutter), [1, 0], 'the shutter opened and shut once');
    assert.equal(of(wiring.visibleLight), [255, 0], 'the face was lit once');
    assert.equal(of(wiring.buzzer), [1, 0], 'one sound, for the verdict');
    assert.is(uno.output(wiring.infraredLight), 0);
  }));

test('[R06] what lies on the bed without a chip is told on the panel', () =>
  withReader(async ({ uno, view, until }) => {
    uno.contact(wiring.cardOnBed, true);
    await until(() => view()?.trouble === 'CARD_MUTE', 'the message');
    uno.contact(wiring.cardOnBed, false);
    await until(() => view()?.trouble === undefined, 'its end');
  }));

test('[R43] [R46] an opened case stops checks, is in the signed log, and is cleared by staff; a wrong password clears nothing', () =>
  withReader(async ({ reader, uno, settings, view, until }) => {
    const facility = new FacilityPassword({
      folder: join(reader.folder, 'password'),
      files: systemFiles,
      clock: systemClock,
      now: bootClock,
    });
    await facility.set(Buffer.from(password));
    uno.contact(wiring.caseOpen, false);
    await until(() => view()?.trouble === 'CASE_OPENED', 'the reader is out of order');
    assert.is(view()?.screen, 'out-of-order');
    await reader.desk.hand.ask({ wish: 'lay', file: reader.emulation.card });
    await until(() => view()?.cardLies === true, 'the card lies there');
    assert.is(view()?.screen, 'out-of-order');
    const run = (words: string, typed = '') => codeOf([...words.split(' '), '--settings', settings], typed);
    assert.is(await run('case state'), 1);
    assert.is(await run('case clear', 'wrong-password\n'), 1);
    assert.is(view()?.trouble, 'CASE_OPENED');
    uno.contact(wiring.caseOpen, true);
    assert.is(await run('case clear', `${password}\n`), 0);
    await until(() => view()?.screen === 'choosing', 'the card is read');
    await reader.desk.hand.ask({ wish: 'take' });
    await reader.reader.stop();
    const records = join(reader.folder, 'records');
    const told = (await readFile(logFile(records, 'operation', 1), 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const cases = told.filter(({ kind }) => kind.startsWith('case-'));
    assert.equal(
      cases.map(({ kind, fields: { by }, signature }) => [kind, by, typeof signature]),
      [
        ['case-opened', undefined, 'string'],
        ['case-cleared', 'staff', 'string'],
      ],
    );
    const certificate = deviceCertificateFile(join(reader.folder, 'device'));
    assert.is(await codeOf(['log', 'verify', '--certificate', certificate, logFile(records, 'operation', 1)], ''), 0);
  }));

test('[R19] [R46] checks go on while the board is gone; a helper may lay the card and type, with nobody before the camera', () =>
  withReader(async ({ reader, uno, until }) => {
    await until(() => white(uno), 'ready');
    await uno.unplug();
    const { verdict } = await reader.visit({ person: null, tries: [{ method: 'pin', pin: '1234' }] });
    assert.is(verdict, 'verified');
    await uno.plugIn();
    await until(() => white(uno), 'it shows what is wanted now');
  }));

test.run();
