// time limit: 120 s
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { answersAsSettings, questionsFor, readAnswer } from '../../build/init/questions.ts';
import { projectHome } from '../../firmware/device/home.ts';
import { checkSettings } from '../../firmware/device/settings-check.ts';

const test = suite<{ folder: string }>('a settings file by asking');
test.before.each(async (place) => {
  place.folder = await mkdtemp(join(tmpdir(), 'kazasu-init-'));
});
test.after.each(({ folder }) => rm(folder, { recursive: true }));

const plugged = {
  readers: ['ACS ACR1252 00'],
  cameras: ['/dev/v4l/by-id/a-index0', '/dev/v4l/by-id/b-index0'],
  serialPorts: ['/dev/serial/by-path/x'],
};
const nothing = { readers: [], cameras: [], serialPorts: [] };

/** Goes through all questions with an answer each, by path; an empty line elsewhere. */
function answered(found: typeof nothing | typeof plugged, lines: Record<string, string> = {}) {
  const answers = new Map<string, unknown>();
  const asked: string[] = [];
  for (let at = 0; ; at += 1) {
    const question = questionsFor(answers, found)[at];
    if (!question) return { asked, settings: answersAsSettings(answers) };
    asked.push(question.path);
    const answer = readAnswer(question, lines[question.path] ?? '');
    assert.ok('value' in answer, `${question.path}: ${JSON.stringify(answer)}`);
    answers.set(question.path, answer.value);
  }
}

test('on a machine with nothing, Enter all the way is the emulated reader: the defaults, an empty file', () => {
  assert.equal(answered(nothing).settings, {});
});

test('on a machine with everything, Enter all the way takes what is plugged in; the settings are valid', () => {
  const { asked, settings } = answered(plugged);
  assert.equal(settings, {
    drivers: {
      card: { driver: 'pcsc', reader: 'ACS ACR1252 00' },
      faceCamera: { driver: 'ffmpeg', input: '/dev/v4l/by-id/a-index0' },
      cardCamera: { driver: 'ffmpeg', input: '/dev/v4l/by-id/b-index0' },
      board: { driver: 'firmata', path: '/dev/serial/by-path/x' },
    },
  });
  assert.ok(checkSettings(settings, '/etc/kazasu').ok);
  assert.is(new Set(asked).size, asked.length, 'nothing is asked twice');
});

test('what is not one of the choices, or not of the form, is refused', () => {
  const about = (path: string) => questionsFor(new Map(), nothing).find((question) => question.path === path);
  for (const [path, line] of [
    ['reader.profile', 'hospital'],
    ['reader.name', 'Counter 2'],
  ] as const) {
    const question = about(path);
    assert.ok(question && 'problem' in readAnswer(question, line), path);
  }
});

test('from a pipe it writes the file and tells it; it does not write over one that is there', async ({ folder }) => {
  const run = (...more: string[]) =>
    spawnSync(process.execPath, [join(projectHome(), 'dist/app/kazasu.js'), 'init', '--out', 'made.json', ...more], {
      cwd: folder,
      input: 'counter-2\nhome-visit\nemulated\nemulated\nemulated\nnone\n/etc/kazasu/trust\n\nko\n',
      encoding: 'utf8',
    });
  const first = run();
  assert.is(first.status, 0, first.stderr + first.stdout);
  assert.equal(JSON.parse(await readFile(join(folder, 'made.json'), 'utf8')), {
    reader: { name: 'counter-2', profile: 'home-visit' },
    trust: { store: '/etc/kazasu/trust' },
    panel: { language: 'ko' },
  });
  assert.is(run().status, 2);
  assert.is(run('--force').status, 0);
});

test.run();
