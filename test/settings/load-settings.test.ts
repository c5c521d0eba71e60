import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { projectHome } from '../../firmware/device/home.ts';
import { loadSettings, type PartialSettings } from '../../firmware/device/settings.ts';
import { CodedError } from '../../firmware/records/coded-error.ts';

const test = suite<{ folder: string }>('loading the settings', { folder: '' });

test.before(async (context) => {
  context.folder = await mkdtemp(join(tmpdir(), 'kazasu-settings-'));
});
test.after(async ({ folder }) => {
  await rm(folder, { recursive: true });
});

async function load(folder: string, content: unknown, overrides?: PartialSettings) {
  const file = join(folder, 'device.config.json');
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  return loadSettings(file, overrides);
}

async function refusal(action: Promise<unknown>): Promise<CodedError> {
  try {
    await action;
  } catch (error) {
    assert.instance(error, CodedError);
    return error as CodedError;
  }
  throw new Error('was not refused');
}

const wrong: [what: string, given: object, ...said: string[]][] = [
  ['a number beyond its limit', { check: { threads: 9 } }, 'check.threads: found 9', 'a whole number from 1 to 4'],
  ['a text for a number', { check: { threads: '2' } }, 'check.threads: found "2"', 'a whole number from 1 to 4'],
  ['a fraction', { timeouts: { pin: 30.5 } }, 'timeouts.pin: found 30.5', 'from 10 to 300'],
  ['a floor that could lock cards', { check: { minCodeBTries: 0 } }, 'check.minCodeBTries: found 0', 'from 2 to 10'],
  ['an unknown choice', { reader: { profile: 'hospital' } }, 'reader.profile: found "hospital"', 'one of "standard"'],
  ['an unknown name', { chek: {} }, 'chek: found a name that no setting has', 'did you mean "check"?'],
  ['an unknown inner name', { drivers: { facecamera: {} } }, 'drivers.facecamera', 'did you mean "faceCamera"?'],
  ['swapped letters', { timeouts: { consnet: 60 } }, 'timeouts.consnet', 'did you mean "consent"?'],
  ['a name like none', { zzzzzzzz: 1 }, 'zzzzzzzz', 'one of reader, drivers'],
  [
    'a value for a group',
    { reader: 'kazasu' },
    'reader: found "kazasu"',
    'a group of settings in braces: name, profile',
  ],
  ['a list for a group', { panel: [] }, 'panel: found []', 'a group of settings'],
  ['null', { panel: { port: null } }, 'panel.port: found null', 'from 0 to 65535'],
  [
    'ffmpeg without input',
    { drivers: { faceCamera: { driver: 'ffmpeg' } } },
    'drivers.faceCamera.input: found nothing',
    '/dev/video0',
  ],
  [
    'a card reader by a module without one',
    { drivers: { card: { driver: 'module' } } },
    'drivers.card.module: found nothing',
    '/opt/vendor/card.mjs',
  ],
  [
    'a camera by a module without one',
    { drivers: { cardCamera: { driver: 'module' } } },
    'drivers.cardCamera.module: found nothing',
    '/opt/vendor/camera.mjs',
  ],
  [
    'a board by a module without one',
    { drivers: { board: { driver: 'module' } } },
    'drivers.board.module: found nothing',
    '/opt/vendor/board.mjs',
  ],
  [
    'a panel open to the network',
    { panel: { host: '0.0.0.0' } },
    'panel.host: found a name',
    'port, language, pinKeys',
  ],
  ['a name that breaks topics', { reader: { name: 'a/b' } }, 'reader.name: found "a/b"', 'such as "kazasu"'],
  [
    'a size that is none',
    { drivers: { cardCamera: { size: 'big' } } },
    'drivers.cardCamera.size: found "big"',
    '1280x720',
  ],
];

for (const [what, given, ...said] of wrong) {
  test(`refused with path, what was found and what is allowed: ${what}`, async ({ folder }) => {
    const error = await refusal(load(folder, given));
    assert.is(error.code, 'SETTINGS_INVALID');
    for (const words of said) assert.ok(error.message.includes(words), `${words}\n${error.message}`);
  });
}

test('all wrong settings are told at once', async ({ folder }) => {
  const { message } = await refusal(load(folder, { check: { threads: 0, spare: 1 }, panel: { prt: 1 }, trust: 5 }));
  for (const path of ['check.threads', 'check.spare', 'panel.prt', 'trust'])
    assert.ok(message.includes(`  ${path}: found`));
  assert.is(message.split('\n').filter((line) => line.startsWith('  ')).length, 4);
});

const broken: [what: string, text: string, where: string][] = [
  [
    'a comma too many',
    '{\n  "check": {\n    "threads": 2,\n  }\n}',
    'line 4, column 3: a name in double quotes is expected',
  ],
  ['a comma missing', '{\n  "check": {}\n  "panel": {}\n}', 'line 3, column 3: "," or "}" is expected'],
  ['a file cut off', '{ "check": {', 'line 1, column 13'],
  ['an empty file', '', 'line 1, column 1: a value is expected'],
  ['a comment', '// settings\n{}', 'line 1, column 1'],
  ['text after the end', '{}\n{}', 'line 2, column 1: nothing more'],
  ['a setting given twice', '{\n  "check": {},\n  "check": {}\n}', 'line 3, column 3: "check" is given twice'],
  ['a text that does not end', '{ "reader": "abc }', 'line 1, column 13: this text does not end rightly'],
];

for (const [what, text, where] of broken) {
  test(`refused with line and column: ${what}`, async ({ folder }) => {
    const error = await refusal(load(folder, text));
    assert.is(error.code, 'SETTINGS_NOT_JSON');
    assert.ok(error.message.includes(where), error.message);
  });
}

test('a file that is not there, and one that cannot be read, have codes of their own', async ({ folder }) => {
  assert.is((await refusal(loadSettings(join(folder, 'none.json')))).code, 'SETTINGS_MISSING');
  await mkdir(join(folder, 'a-folder'));
  assert.is((await refusal(loadSettings(join(folder, 'a-folder')))).code, 'SETTINGS_UNREADABLE');
  await writeFile(join(folder, 'secret.json'), '{}');
  await chmod(join(folder, 'secret.json'), 0);
  await chmod(folder, 0o755);
  const isRoot = process.geteuid?.() === 0; // who reads everything: for a moment an ordinary user
  if (isRoot) process.seteuid?.('nobody');
  try {
    assert.is((await refusal(loadSettings(join(folder, 'secret.json')))).code, 'SETTINGS_UNREADABLE');
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
});

test("relative paths count from the settings file's folder; absolute ones and addresses stay", async ({ folder }) => {
  const cameras = {
    faceCamera: { driver: 'ffmpeg', input: 'rtsp://127.0.0.1:8554/face' },
    cardCamera: { driver: 'ffmpeg', input: 'clips/card.mjpeg' },
  };
  const settings = await load(folder, { drivers: cameras, trust: { store: '/etc/kazasu/trust' } });
  assert.is(settings.drivers.desk.socket, join(folder, 'var/desk.sock'));
  assert.is(settings.records.folder, join(folder, 'var/records'));
  assert.is(settings.trust.store, '/etc/kazasu/trust');
  assert.is(settings.drivers.faceCamera.input, 'rtsp://127.0.0.1:8554/face');
  assert.is(settings.drivers.cardCamera.input, join(folder, 'clips/card.mjpeg'));
});

test('overrides lie over the file, name by name, and are checked like it', async ({ folder }) => {
  const given = { check: { threads: 1, spare: false }, reader: { name: 'counter-2' } };
  const settings = await load(folder, given, { check: { threads: 4 }, terminal: { mqtt: { listen: { port: 0 } } } });
  assert.is(settings.check.threads, 4);
  assert.is(settings.check.spare, false);
  assert.is(settings.reader.name, 'counter-2');
  assert.is(settings.terminal.mqtt.listen.port, 0);
  const error = await refusal(load(folder, given, { check: { threads: 5 } }));
  assert.ok(error.message.includes('check.threads: found 5'));
});

test('a byte order mark does no harm', async ({ folder }) => {
  assert.is((await load(folder, '\uFEFF{"reader":{"name":"bom"}}')).reader.name, 'bom');
});

test('attack: __proto__ in the file is an unknown name and reaches no prototype', async ({ folder }) => {
  const error = await refusal(
    load(folder, '{"__proto__":{"polluted":true},"check":{"__proto__":{"spare":false}}}', {}),
  );
  assert.is(error.code, 'SETTINGS_INVALID');
  assert.ok(error.message.includes('__proto__: found a name that no setting has'));
  assert.is(Reflect.get({}, 'polluted'), undefined);
});

test('the development unit: device.config.json is accepted and names emulated drivers', async () => {
  const settings = await loadSettings(join(projectHome(), 'device.config.json'));
  const { card, faceCamera, cardCamera, desk } = settings.drivers;
  assert.equal([card.driver, faceCamera.driver, cardCamera.driver], ['emulated', 'emulated', 'emulated']);
  assert.is(desk.socket, join(projectHome(), 'var/desk.sock'));
});

test('[R45] the board that the README describes is accepted as it stands there', async ({ folder }) => {
  const readme = await readFile(join(projectHome(), 'README.md'), 'utf8');
  const example = /## Porting to a board[\s\S]*?```json\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
  const { drivers, trust } = await load(folder, example);
  assert.is(drivers.card.driver, 'pcsc');
  assert.is(drivers.faceCamera.input, '/dev/v4l/by-id/usb-front-video-index0');
  assert.is(trust.store, '/etc/kazasu/trust');
});

test.run();
