import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { checkSettings, type PartialSettings } from '../../firmware/device/settings-check.ts';
import { type SettingSchema, settingAt, settingsIn } from '../../firmware/device/settings-schema.ts';

const test = suite('schema of the settings');

/** Every setting that holds a value, with its path. */
function* values(group: SettingSchema, path: readonly string[] = []): Generator<[string[], SettingSchema]> {
  for (const [name, setting] of settingsIn(group)) {
    if (setting.properties) yield* values(setting, [...path, name]);
    else if (name !== '$schema') yield [[...path, name], setting];
  }
}

function* groups(group: SettingSchema, path: readonly string[] = []): Generator<[string[], SettingSchema]> {
  for (const [name, setting] of settingsIn(group)) {
    if (!setting.properties) continue;
    yield [[...path, name], setting];
    yield* groups(setting, [...path, name]);
  }
}

const root = settingAt([]) ?? {};
const all = [...values(root)];
const nest = (path: readonly string[], value: unknown): unknown =>
  path.reduceRight<unknown>((inner, name) => ({ [name]: inner }), value);
const at = (value: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((group, name) => Reflect.get(group as object, name), value);

const isNumber = ({ type }: SettingSchema): boolean => type === 'integer' || type === 'number';

/** Settings that mean something only with another one set or a device there, and the vendor's own packs beside the project's. */
const mayBeLeftOut = [
  'drivers.card.reader',
  'drivers.faceCamera.input',
  'drivers.cardCamera.input',
  'drivers.card.module',
  'drivers.faceCamera.module',
  'drivers.cardCamera.module',
  'drivers.board.module',
  'check.recognizerPack',
  'terminal.serial.path',
  'terminal.mqtt.broker.url',
  'panel.speech.earphone',
  'panel.speech.voicePack',
  'device.tpm',
  'records.exportFolder',
];

test('every setting has a title, a description, an example and limits, and a default unless it may be left out', () => {
  assert.ok(all.length > 30);
  for (const [path, setting] of all) {
    const name = path.join('.');
    assert.ok(setting.title && setting.description && setting.examples?.length, `${name}: words`);
    assert.is(setting.default === undefined, mayBeLeftOut.includes(name), `${name}: default`);
    const limited =
      setting.enum !== undefined ||
      setting.type === 'boolean' ||
      (isNumber(setting) && setting.minimum !== undefined && setting.maximum !== undefined) ||
      (setting.type === 'string' && (setting.maxLength !== undefined || setting.pattern !== undefined));
    assert.ok(limited, `${name}: limits`);
  }
});

test('every group of settings has a title and a description and may be left out', () => {
  for (const [path, group] of groups(root)) {
    assert.ok(group.title && group.description, path.join('.'));
    assert.equal(group.default, {}, path.join('.'));
  }
});

test('every example is accepted', () => {
  const withInputs = { drivers: { faceCamera: { input: '/dev/video0' }, cardCamera: { input: '/dev/video2' } } };
  for (const [path, setting] of all)
    for (const example of setting.examples ?? [])
      assert.ok(
        checkSettings(withInputs, '/', nest(path, example) as PartialSettings).ok,
        `${path.join('.')}: ${example}`,
      );
});

test('an empty file gives every default', () => {
  const verdict = checkSettings({}, '/etc/kazasu');
  assert.ok(verdict.ok);
  for (const [path, setting] of all) {
    const expected =
      setting.isPath && setting.default !== undefined ? `/etc/kazasu/${setting.default}` : setting.default;
    assert.equal(at(verdict.settings, path), expected, path.join('.'));
  }
});

test('every setting refuses a value outside its limits, by its own path', () => {
  for (const [path, setting] of all) {
    const wrong: unknown[] = [null, [], {}];
    if (isNumber(setting)) wrong.push((setting.minimum ?? 0) - 1, (setting.maximum ?? 0) + 1, '5');
    else wrong.push(5);
    if (setting.type === 'integer') wrong.push(1.5);
    if (setting.type !== 'boolean') wrong.push(true, '');
    if (setting.maxLength !== undefined) wrong.push('x'.repeat(setting.maxLength + 1));
    for (const value of wrong) {
      const verdict = checkSettings(nest(path, value), '/');
      assert.not.ok(verdict.ok, `${path.join('.')}: ${JSON.stringify(value)}`);
      assert.ok(!verdict.ok && verdict.problems.some((problem) => problem.path === path.join('.')), path.join('.'));
    }
  }
});

test.run();
