// time limit: 300 s
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { bootClock } from '../../crypto/boot-clock.ts';
import { type Files, systemFiles } from '../../crypto/durable-files.ts';
import { FacilityPassword, type FacilityPasswordState } from '../../crypto/facility-password.ts';
import { systemClock } from '../../firmware/device/system-clock.ts';

const right = () => Buffer.from('open sesame');
const fresh = () => Buffer.from('another word');
const wrong = () => Buffer.from('open barley');
const open = (folder: string, files: Files = systemFiles) =>
  new FacilityPassword({ folder, files, clock: systemClock, now: bootClock });

/** What the process that dies may be doing. */
const deeds: Record<string, (password: FacilityPassword) => Promise<unknown>> = {
  set: (password) => password.set(right()),
  wrong: (password) => password.try(wrong()),
  right: (password) => password.try(right()),
  change: (password) => password.change(right(), fresh()),
  reset: (password) => password.reset(),
};

/** The files, and the end of this process by SIGKILL before the n-th thing that is done to them. */
function deadly(nth: number): Files {
  let left = nth;
  const mortal = <T extends object>(target: T): T =>
    new Proxy(target, {
      get: (_, name) => {
        const value = Reflect.get(target, name);
        if (typeof value !== 'function') return value;
        return async (...args: unknown[]) => {
          left -= 1;
          if (left === 0) process.kill(process.pid, 'SIGKILL');
          const result: unknown = await value.apply(target, args);
          return name === 'open' ? mortal(result as object) : result;
        };
      },
    });
  return mortal({ ...systemFiles });
}

const [folder, deed, nth] = (process.env.KAZASU_TEST_DEED ?? '').split(' ');
if (folder && deed && nth) {
  await deeds[deed]?.(open(folder, deadly(Number(nth))));
  console.log('done');
} else tests(process.argv[2] ?? '');

function tests(self: string): void {
  const test = suite<{ folder: string }>('the power goes', { folder: '' });
  test.before.each(async (context) => {
    context.folder = await mkdtemp(join(tmpdir(), 'kazasu-power-'));
  });
  test.after.each(async (context) => {
    await rm(context.folder, { recursive: true });
  });

  /** Does it in a process that dies before the n-th step; whether it came to its end before. */
  async function die(at: string, what: string, step: number): Promise<boolean> {
    const env = { ...process.env, KAZASU_TEST_DEED: `${at} ${what} ${step}` };
    const child = spawn(process.execPath, [self], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    child.stdout.on('data', (data) => {
      said += data;
    });
    const [code, signal] = await once(child, 'close');
    assert.ok(code === 0 ? said === 'done\n' : signal === 'SIGKILL' && said === '', `${code} ${signal} ${said}`);
    return code === 0;
  }

  /** Kills the deed at each of its steps, every time on a fresh copy of the same files. */
  async function* everyPoint(folder: string, what: string): AsyncGenerator<{ done: boolean; at: string }> {
    for (let step = 1, done = false; !done; step += 1) {
      const at = join(folder, `${what}-${step}`);
      if (what !== 'set') await cp(join(folder, 'whole'), at, { recursive: true });
      done = await die(at, what, step);
      yield { done, at };
    }
  }

  const isOpenTo = async (at: string, typed: Buffer): Promise<boolean> => (await open(at).try(typed)).matched;
  const count = (all: readonly FacilityPasswordState[], wrongs: number): number =>
    all.filter((state) => state.wrong === wrongs).length;

  test('[R15] in the middle of a try: it has counted, or nothing was learned; the password still works', async ({
    folder,
  }) => {
    await open(join(folder, 'whole')).set(right());
    for (const what of ['wrong', 'right']) {
      const states: FacilityPasswordState[] = [];
      for await (const { done, at } of everyPoint(folder, what)) {
        const state = await open(at).state();
        states.push(state);
        if (done) assert.is(state.wrong, what === 'wrong' ? 1 : 0, what);
        else assert.ok(state.set && state.wrong <= 1, what);
        assert.ok(await isOpenTo(at, right()));
      }
      assert.ok(count(states, 0) > 3 && count(states, 1) > 3, `${what}: killed before and after it was counted`);
    }
  });

  test('[R15] pulling the plug as soon as the answer shows saves no try', async ({ folder }) => {
    const at = join(folder, 'whole');
    await open(at).set(right());
    for (let told = 1; told <= 3; told += 1) {
      assert.ok(await die(at, 'wrong', 1_000_000));
      assert.is((await open(at).state()).wrong, told);
    }
    assert.ok((await open(at).state()).lockedMs > 0);
  });

  test('while it is set: there is none yet, or the whole one', async ({ folder }) => {
    for await (const { done, at } of everyPoint(folder, 'set')) {
      const { set: isSet } = await open(at).state();
      assert.ok(isSet || !done);
      if (!isSet) await open(at).set(right());
      assert.ok(await isOpenTo(at, right()));
    }
  });

  test('while it is changed: the old one or the new one, never both and never none', async ({ folder }) => {
    await open(join(folder, 'whole')).set(right());
    for await (const { done, at } of everyPoint(folder, 'change')) {
      const [old, other] = [await isOpenTo(at, right()), await isOpenTo(at, fresh())];
      assert.is(old, !other);
      assert.ok(other || !done);
    }
  });

  test('while it is reset: the old one, or none; and a new one can be set', async ({ folder }) => {
    await open(join(folder, 'whole')).set(right());
    for await (const { done, at } of everyPoint(folder, 'reset')) {
      const { set: isSet } = await open(at).state();
      assert.ok(!isSet || !done);
      if (isSet) assert.ok(await isOpenTo(at, right()));
      await open(at).reset();
      await open(at).set(fresh());
      assert.ok(await isOpenTo(at, fresh()));
    }
  });

  test.run();
}
