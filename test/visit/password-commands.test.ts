// time limit: 120 s
import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { projectHome } from '../../firmware/device/home.ts';

const test = suite<{ folder: string }>('kazasu password, as staff call it', { folder: '' });
const program = join(projectHome(), 'dist/app/kazasu.js');
test.before.each(async (context) => {
  context.folder = await mkdtemp(join(tmpdir(), 'kazasu-password-'));
  await writeFile(join(context.folder, 'device.config.json'), '{}');
});
test.after.each(({ folder }) => rm(folder, { recursive: true }));

/** Runs it in the folder with this piped in; code, and what it said. */
function password(cwd: string, name: string, input = '') {
  const args = [program, 'password', name];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd, input, encoding: 'utf8' });
  assert.not.match(stderr, /\n {4}at /, 'no stack');
  return { code: status, stdout, stderr };
}

const stateOf = (cwd: string): unknown => JSON.parse(password(cwd, 'state').stdout);

test('[R15] set, changed with the old one, locked by three wrong ones, reset', ({ folder }) => {
  assert.equal(stateOf(folder), { set: false, wrong: 0, lockedMs: 0 });
  assert.is(password(folder, 'set', 'ひらけごま2025\n').code, 0);
  assert.is(password(folder, 'set', 'ひらけごま2025\r\nanother word\r\n').code, 0);
  for (let n = 1; n <= 3; n += 1) {
    const { code, stderr } = password(folder, 'set', 'ひらけごま2025\nsomething else\n');
    assert.is(code, 1);
    assert.match(stderr, /^FACILITY_PASSWORD_WRONG: .*\nnext: /);
  }
  const locked = password(folder, 'set', 'another word\nsomething else\n');
  assert.match(locked.stderr, /^FACILITY_PASSWORD_LOCKED: .*\((60|5\d) s left\)\nnext: /);
  const { wrong, lockedMs } = stateOf(folder) as { wrong: number; lockedMs: number };
  assert.ok(wrong === 3 && lockedMs > 0 && lockedMs <= 60_000);
  assert.is(password(folder, 'reset').code, 0);
  assert.equal(stateOf(folder), { set: false, wrong: 0, lockedMs: 0 });
});

test('[R15] damaged files are told by their code and mended by reset', async ({ folder }) => {
  password(folder, 'set', 'ひらけごま2025\n');
  const [name = ''] = await readdir(join(folder, 'var/password'));
  await writeFile(join(folder, 'var/password', name), 'x');
  for (const command of ['state', 'set']) {
    const { code, stderr } = password(folder, command, 'ひらけごま2025\n');
    assert.is(code, 1);
    assert.match(stderr, /^FACILITY_PASSWORD_BROKEN: .*kazasu password reset/s);
  }
  assert.is(password(folder, 'reset').code, 0);
  assert.is(password(folder, 'set', 'ひらけごま2025\n').code, 0);
});

test('what is no password is refused with a sentence', ({ folder }) => {
  assert.match(password(folder, 'set', 'short\n').stderr, /^FACILITY_PASSWORD_UNFIT: /);
  assert.match(password(folder, 'set', `${'x'.repeat(100_000)}\n`).stderr, /^FACILITY_PASSWORD_UNFIT: /);
  const nothing = password(folder, 'set');
  assert.is(nothing.code, 2);
  assert.match(nothing.stderr, /no password was given/);
  assert.equal(stateOf(folder), { set: false, wrong: 0, lockedMs: 0 });
});

/** Plays a person at a terminal: answers each prompt in turn; prints all that the terminal showed. */
const person = `
import os, pty, sys
program, *answers = sys.argv[1:]
pid, terminal = pty.fork()
if pid == 0:
    os.execvp("node", ["node", program, "password", "set"])
shown = b""
try:
    while True:
        shown += os.read(terminal, 4096)
        if shown.endswith(b": ") and answers:
            shown += b"|"
            os.write(terminal, answers.pop(0).encode().decode("unicode_escape").encode("latin1"))
except OSError:
    pass
print(shown.decode(), os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
`;
const atTerminal = async (cwd: string, ...answers: string[]) =>
  (await promisify(execFile)('python3', ['-c', person, program, ...answers], { cwd })).stdout;

test('[R15] at a terminal nothing typed is shown, Backspace mends, and it is asked twice', async ({ folder }) => {
  const shown = await atTerminal(folder, 'open sesamx\\x7fe\\r', 'open sesame\\r');
  assert.match(shown, /The new password: \|.*once more: \|.*the password is set\r\n 0\n$/s);
  assert.not.match(shown, /sesam/);
  assert.match(
    await atTerminal(folder, 'open sesame\\r', 'another word\\r', 'anothre word\\r'),
    /not the same.* 2\n$/s,
  );
  assert.match(await atTerminal(folder, 'open\\x03'), /no password was given.* 2\n$/s);
  assert.equal(stateOf(folder), { set: true, wrong: 0, lockedMs: 0 });
});

test.run();
