// time limit: 120 s
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { personalIn, personalTextsOf } from '../../build/proof/personal-texts.ts';
import { familyOf } from '../../build/visit/process-family.ts';
import { readCardFile } from '../../drivers/card/emulated/card-file.ts';
import type { Incident } from '../../firmware/records/incident.ts';
import { runCommand } from '../support/command.ts';
import { type RunningReader, startRunningReader } from '../support/running-reader.ts';

const test = suite<{ reader: RunningReader }>('[R43, R46] recordings of incidents');
test.before(async (context) => {
  context.reader = await startRunningReader();
});
test.after(({ reader }) => reader.stop());

/** A visit whose check process is killed once its photo is read: the recording of it. */
async function recorded(reader: RunningReader): Promise<{ file: string; text: string }> {
  let killed = false;
  const result = await reader.visit({ behaviours: { linkKbps: 212 } }, ({ stages }) => {
    if (killed || !stages.some(({ name }) => name === 'photo')) return;
    killed = true;
    for (const pid of familyOf(reader.reader.process.pid ?? 0).slice(1)) process.kill(pid, 'SIGKILL');
  });
  assert.is(result.reason, 'CHECK_DIED');
  const folder = join(reader.folder, 'incidents');
  for (;;) {
    const name = (await readdir(folder).catch(() => [])).find((one) => one.endsWith('-CHECK_DIED.json'));
    if (name) return { file: join(folder, name), text: await readFile(join(folder, name), 'utf8') };
    await delay(20);
  }
}

test('a visit that fails is recorded without anything personal, and runs again to the same end', async ({ reader }) => {
  const { file, text } = await recorded(reader);
  const card = await readCardFile(reader.emulation.card);
  assert.equal(personalIn(text, personalTextsOf(card, '1980-02-17')), []);
  assert.not.match(text, /[A-Za-z0-9+/]{64}/, 'a certificate, a signature or a challenge');
  const { code, stdout, stderr } = await runCommand(['replay', file], reader.folder);
  assert.is(code, 0, stdout + stderr);
  assert.match(stdout, /check-gone/);
  assert.match(stdout, /the same end: CHECK_DIED|the same end: idle/);

  const incident: Incident = JSON.parse(text);
  const at = incident.steps.findIndex(({ input }) => input.is === 'card-read');
  const other = { ...incident, steps: incident.steps.filter((_, n) => n !== at) };
  await writeFile(file, JSON.stringify(other));
  const differs = await runCommand(['replay', file], reader.folder);
  assert.is(differs.code, 1, 'a step less leads elsewhere');
});

test.run();
