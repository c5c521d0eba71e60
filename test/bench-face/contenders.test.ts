// time limit: 180 s
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { startContender } from '../../build/bench-face/contender-process.ts';
import { contenderNames } from '../../build/bench-face/contenders.ts';
import { portrait } from '../face/support.ts';

const test = suite('face pipelines, each in a process of its own');
let folder = '';

test.before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kazasu-test-'));
  for (const who of ['grace-hopper', 'eileen-collins'] as const) {
    await writeFile(join(folder, `${who}.jpg`), portrait(who));
    const again = sharp(portrait(who)).rotate(4, { background: '#888' }).modulate({ brightness: 0.85 }).blur(0.8);
    await writeFile(join(folder, `${who}-again.jpg`), await again.jpeg({ quality: 80 }).toBuffer());
  }
  const wall = sharp({ create: { width: 320, height: 240, channels: 3, background: '#778' } });
  await writeFile(join(folder, 'wall.jpg'), await wall.jpeg().toBuffer());
  await writeFile(join(folder, 'no-picture.jpg'), 'this is no picture');
});
test.after(() => rm(folder, { recursive: true }));

const inFolder = (...names: string[]) => names.map((name) => join(folder, `${name}.jpg`));

for (const name of contenderNames) {
  test(`[R11] ${name} tells two people apart, and says when there is no face`, async () => {
    const contender = await startContender(name);
    try {
      const people = inFolder('grace-hopper', 'grace-hopper-again', 'eileen-collins', 'eileen-collins-again');
      for (const file of people) assert.is.not(await contender.look(file), 'none', file);
      for (const file of inFolder('wall', 'no-picture')) assert.is(await contender.look(file), 'none', file);

      const [grace, ...others] = await contender.likenesses(people);
      const eileen = others.pop();
      assert.is(others.length, 4);
      for (const other of others)
        assert.ok(Number(grace) > other && Number(eileen) > other, `${grace} ${eileen} ${other}`);
      assert.ok(Number(grace) >= contender.threshold, 'the same photo, a little blurred and turned');

      const [one, , other] = people as [string, string, string];
      assert.ok((await contender.compare([one, other])) > 1);
      assert.ok(Number.isNaN(await contender.compare([one, join(folder, 'wall.jpg')])), 'no verdict, no time');
      const unknown = await contender.likenesses([one, join(folder, 'wall.jpg'), other]);
      assert.equal([...unknown].map(Number.isNaN), [true, false, true]);
      assert.ok(contender.peakMiB > 60 && contender.peakMiB < 2000, `${contender.peakMiB} MiB`);
    } finally {
      await contender.end();
    }
    await rejectsWith('CONTENDER_DIED', () => contender.look(join(folder, 'wall.jpg')));
  });
}

test('a contender that falls over a photo is told by code, not waited for', async () => {
  const contender = await startContender('kazasu');
  await rejectsWith('CONTENDER_DIED', () => contender.look(join(folder, 'none.jpg')));
  await contender.end();
});

async function rejectsWith(code: string, run: () => Promise<unknown>): Promise<void> {
  const error = await run().then(
    () => undefined,
    (error: unknown) => error,
  );
  assert.is(Reflect.get(Object(error), 'code'), code);
}

test.run();
