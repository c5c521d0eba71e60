// time limit: 120 s
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { bootClock } from '../../crypto/boot-clock.ts';
import { type Files, systemFiles } from '../../crypto/durable-files.ts';
import { FacilityPassword } from '../../crypto/facility-password.ts';
import { systemClock } from '../../firmware/device/system-clock.ts';
import { CodedError } from '../../firmware/records/coded-error.ts';

interface Context {
  folder: string;
  /** Uptime of the machine, ms, and its boot. */
  now: { boot: string; uptimeMs: number };
}
const test = suite<Context>("the facility's password", { folder: '', now: { boot: 'a', uptimeMs: 0 } });
test.before.each(async (context) => {
  context.folder = join(await mkdtemp(join(tmpdir(), 'kazasu-password-')), 'password');
  context.now = { boot: 'a', uptimeMs: 1000 };
});
test.after.each(async ({ folder }) => {
  await rm(join(folder, '..'), { recursive: true });
});

const right = () => Buffer.from('ひらけごま2025');
const wrong = () => Buffer.from('opensesame');
const open = (context: Context, files: Files = systemFiles) =>
  new FacilityPassword({ folder: context.folder, files, clock: systemClock, now: () => ({ ...context.now }) });

/** Processor time that something takes on all threads, µs. */
async function cpuOf(action: () => Promise<unknown>): Promise<number> {
  const began = process.cpuUsage();
  await action();
  const { user, system } = process.cpuUsage(began);
  return user + system;
}

async function codeOf(action: Promise<unknown>): Promise<string> {
  try {
    await action;
    return 'none';
  } catch (error) {
    return error instanceof CodedError ? error.code : String(error);
  }
}

test('[R15] the password is set once, found right, changed with the old one alone, and forgotten', async (context) => {
  const password = open(context);
  assert.equal(await password.state(), { set: false, wrong: 0, lockedMs: 0 });
  assert.is(await codeOf(password.try(right())), 'FACILITY_PASSWORD_NOT_SET');
  await password.set(right());
  assert.equal(await password.try(right()), { matched: true });
  assert.is(await codeOf(password.set(wrong())), 'FACILITY_PASSWORD_ALREADY_SET');
  assert.is(await codeOf(password.change(wrong(), right())), 'FACILITY_PASSWORD_WRONG');
  assert.equal(await password.state(), { set: true, wrong: 1, lockedMs: 0 });
  await password.change(right(), wrong());
  assert.equal(await password.try(right()), { matched: false, wrong: 1, lockedMs: 0 });
  assert.equal(await password.try(wrong()), { matched: true });
  assert.equal(await password.state(), { set: true, wrong: 0, lockedMs: 0 });
  await password.reset();
  assert.equal(await password.state(), { set: false, wrong: 0, lockedMs: 0 });
  assert.equal(await readdir(context.folder), []);
});

test('[R15] every step of the ladder: locked for its time, even to the right password; then one try more', async (context) => {
  const password = open(context);
  await password.set(right());
  const steps: [number, number][] = [
    [3, 60_000],
    [7, 600_000],
    [11, 3_600_000],
    [21, 86_400_000],
  ];
  for (let n = 1; n <= 22; n += 1) {
    const lockedMs = steps.findLast(([from]) => n >= from)?.[1] ?? 0;
    assert.equal(await password.try(wrong()), { matched: false, wrong: n, lockedMs });
    if (lockedMs === 0) continue;
    context.now.uptimeMs += lockedMs - 1;
    assert.is(await codeOf(password.try(right())), 'FACILITY_PASSWORD_LOCKED');
    assert.equal(await password.state(), { set: true, wrong: n, lockedMs: 1 });
    context.now.uptimeMs += 1;
  }
  assert.equal(await password.try(right()), { matched: true });
  assert.equal(await password.try(wrong()), { matched: false, wrong: 1, lockedMs: 0 });
});

test('[R15] a lock outlives power-off, process and a clock that is set; time without power does not count', async (context) => {
  await open(context).set(right());
  for (let n = 0; n < 3; n += 1) await open(context).try(wrong());
  const wall = Date.now;
  Date.now = () => wall() + 10 * 365 * 86_400_000;
  try {
    assert.is((await open(context).state()).lockedMs, 60_000);
    Date.now = () => 0;
    context.now = { boot: 'b', uptimeMs: 5_000_000 };
    assert.is((await open(context).state()).lockedMs, 60_000);
    context.now.uptimeMs += 59_000;
    assert.is(await codeOf(open(context).try(right())), 'FACILITY_PASSWORD_LOCKED');
    context.now.uptimeMs += 1000;
    assert.equal(await open(context).try(right()), { matched: true });
  } finally {
    Date.now = wall;
  }
});

test('a long lock that is asked now and then loses a minute at most to a power-off', async (context) => {
  const password = open(context);
  await password.set(right());
  for (let n = 0; n < 7; n += 1) {
    await password.try(wrong());
    context.now.uptimeMs += n >= 2 && n < 6 ? 60_000 : 0;
  }
  for (let n = 0; n < 10; n += 1) {
    context.now.uptimeMs += 30_000;
    await password.state();
  }
  context.now = { boot: 'b', uptimeMs: 0 };
  const { lockedMs } = await password.state();
  assert.ok(lockedMs >= 300_000 && lockedMs <= 360_000, `${lockedMs}`);
});

test('tries at the same moment count one by one, from several openers too', async (context) => {
  const [one, other] = [open(context), open(context)];
  await one.set(right());
  const tries = await Promise.allSettled(Array.from({ length: 6 }, (_, n) => (n % 2 ? one : other).try(wrong())));
  assert.is(tries.filter(({ status }) => status === 'fulfilled').length, 3);
  assert.is((await one.state()).wrong, 3);
});

test('what was typed is zeroed, however it went', async (context) => {
  const password = open(context);
  const [short, first, good, bad, locked] = [Buffer.from('1234567'), right(), right(), wrong(), right()];
  await password.set(short).catch(() => {});
  await password.set(first);
  await password.try(good);
  for (let n = 0; n < 2; n += 1) await password.try(wrong());
  await password.try(bad);
  assert.is(await codeOf(password.try(locked)), 'FACILITY_PASSWORD_LOCKED');
  const [old, fresh] = [right(), right()];
  await password.change(old, fresh).catch(() => {});
  for (const typed of [short, first, good, bad, locked, old, fresh])
    assert.ok(typed.length > 0 && typed.every((byte) => byte === 0));
});

test('the files are for nobody else, hold no password, and argon2id with 64 MiB', async (context) => {
  await open(context).set(right());
  const names = await readdir(context.folder);
  assert.is(names.length, 2);
  assert.is((await stat(context.folder)).mode & 0o777, 0o700);
  for (const name of names) {
    assert.is((await stat(join(context.folder, name))).mode & 0o777, 0o600);
    assert.not.ok((await readFile(join(context.folder, name))).includes(right()));
  }
  assert.match(
    await readFile(join(context.folder, 'facility-password'), 'utf8'),
    /^\$argon2id\$v=19\$m=65536,t=2,p=1\$/,
  );
});

const unfit: [string, Buffer][] = [
  ['7 characters', Buffer.from('ひらけごま12')],
  ['65 characters', Buffer.alloc(65, 'a')],
  ['no UTF-8', Buffer.from([0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0xff])],
  ['a control character', Buffer.from('abcd\tefgh')],
];
for (const [what, password] of unfit)
  test(`refused as a password: ${what}`, async (context) => {
    assert.is(await codeOf(open(context).set(password)), 'FACILITY_PASSWORD_UNFIT');
    assert.is((await open(context).state()).set, false);
  });

/** What somebody or a bad disk may do to a file. */
const harms: Record<string, (file: string) => Promise<void>> = {
  'cut short': async (file) => writeFile(file, (await readFile(file)).subarray(0, -8)),
  emptied: (file) => writeFile(file, ''),
  overwritten: (file) => writeFile(file, Buffer.alloc(4096, 0xa5)),
  'made a folder': async (file) => {
    await rm(file);
    await mkdir(join(file, 'x'), { recursive: true });
  },
};
for (const name of ['facility-password', 'facility-password-tries'])
  for (const [harm, apply] of Object.entries(harms))
    test(`[R15] ${name} ${harm}: nobody gets in, and reset mends it`, async (context) => {
      const password = open(context);
      await password.set(right());
      await apply(join(context.folder, name));
      assert.is(await codeOf(password.try(right())), 'FACILITY_PASSWORD_BROKEN');
      assert.is(await codeOf(password.state()), 'FACILITY_PASSWORD_BROKEN');
      assert.is.not(await codeOf(password.set(wrong())), 'none');
      await password.reset();
      await password.set(right());
      assert.equal(await password.try(right()), { matched: true });
    });

test('[R15] a count of tries that was removed does not begin anew', async (context) => {
  await open(context).set(right());
  await rm(join(context.folder, 'facility-password-tries'));
  assert.is(await codeOf(open(context).try(right())), 'FACILITY_PASSWORD_BROKEN');
});

test('attack: a hash that would take gigabytes or is of another kind is refused unhashed', async (context) => {
  await open(context).set(right());
  const file = join(context.folder, 'facility-password');
  const text = await readFile(file, 'utf8');
  for (const other of [text.replace('65536', '4194304'), text.replace('t=2', 't=9'), text.replace('id', 'i')]) {
    await writeFile(file, other);
    assert.is(await codeOf(open(context).try(right())), 'FACILITY_PASSWORD_BROKEN');
  }
});

test('[R15] a try that cannot be made durable is not judged, not even the right password', async (context) => {
  await open(context).set(right());
  const unsynced: Files = {
    ...systemFiles,
    open: async (...args) => {
      const file = await systemFiles.open(...args);
      file.sync = () => Promise.reject(Object.assign(new Error('no space'), { code: 'ENOSPC' }));
      return file;
    },
  };
  const judged = await cpuOf(() => open(context).try(right()));
  for (const typed of [right(), wrong()]) {
    const spent = await cpuOf(async () =>
      assert.is(await codeOf(open(context, unsynced).try(typed)), 'FACILITY_PASSWORD_UNWRITABLE'),
    );
    assert.ok(spent < judged / 2, `${spent} of ${judged} µs: the typed password was not even hashed`);
  }
});

test('[R15] right and wrong passwords of any length take as long', async (context) => {
  const password = open(context);
  await password.set(right());
  const times = { right: [] as number[], wrong: [] as number[] };
  for (let n = 0; n < 12; n += 1) {
    const typed = n % 2 ? right() : Buffer.alloc(1 + 5 * n, 'x');
    times[n % 2 ? 'right' : 'wrong'].push(await cpuOf(() => password.try(typed)));
  }
  const median = (of: number[]) => [...of].sort((a, b) => a - b)[of.length >> 1] ?? Number.NaN;
  const ratio = median(times.right) / median(times.wrong);
  assert.ok(ratio > 0.6 && ratio < 1.6, `${ratio}`);
});

test('[R15] the running time of this machine goes on and cannot be set', async () => {
  const first = bootClock();
  await systemClock.sleep(60);
  const second = bootClock();
  assert.is(second.boot, first.boot);
  assert.match(first.boot, /^[0-9a-f-]{36}$/);
  const passed = second.uptimeMs - first.uptimeMs;
  assert.ok(passed >= 40 && passed < 5000, `${passed}`);
});

test.run();
