// time limit: 240 s
import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { unzipSync } from 'fflate';
import { connectAsync } from 'mqtt';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ownSettings } from '../../build/visit/processes.ts';
import type { VisitPlan } from '../../build/visit/visit.ts';
import { readCardFile } from '../../drivers/card/emulated/card-file.ts';
import { runCommand } from '../support/command.ts';
import { type PersonalTexts, personalIn, personalTextsOf } from '../support/personal-texts.ts';
import { type RunningReader, startRunningReader } from '../support/running-reader.ts';

/** As many as one likes: the records are looked through after all of them. */
const visits = Number(process.env.KAZASU_TEST_VISITS ?? 5);
const localNumber = 'K-20417739';

const test = suite<{ reader: RunningReader; said: string[]; temporary: string; personal: PersonalTexts }>(
  '[R42] [R43] nothing personal stands in what a reader leaves',
);
test.before(async (context) => {
  process.env.TMPDIR = context.temporary = await mkdtemp(join(tmpdir(), 'kazasu-temporary-'));
  context.reader = await startRunningReader();
  context.said = [];
  context.reader.reader.process.stderr?.on('data', (data) => context.said.push(String(data)));
  const { card } = context.reader.emulation;
  const personal = personalTextsOf(await readCardFile(card), '1980-02-17');
  context.personal = new Map([...personal, ['registration card', [Buffer.from(localNumber)]]]);
  assert.equal(
    personalIn(`${readFileSync(card, 'utf8')} 1980-02-17 ${localNumber}`, context.personal),
    [...context.personal.keys()],
    'the look can find',
  );
});
test.after(async ({ reader, temporary }) => {
  await reader.stop();
  await rm(temporary, { recursive: true });
});

/** What patients, cards and terminals do, well and badly. */
const plans = (reader: RunningReader): Partial<VisitPlan>[] => [
  { eligibility: { result: 'valid', name: '番号 花子', localNumber, ask: ['limits'] } },
  {
    tries: [
      { method: 'pin', pin: '0000' },
      { method: 'pin', pin: '1234' },
    ],
  },
  { person: reader.emulation.stranger },
  { behaviours: { pullAtApdu: 60 } },
  { tries: [] },
];

/** A terminal that sends a person's words where they do not belong. */
async function misbehave({ place }: RunningReader): Promise<void> {
  const client = await connectAsync(place.mqtt, { clientId: 'hostile' });
  const topic = 'kazasu/1/kazasu/request';
  const words = `{"name":"番号 花子","localNumber":"${localNumber}"`;
  for (const [name, payload] of [
    ['eligibility', words],
    ['eligibility', `${words}}`],
    ['番号 花子', `${words}}`],
    ['mode', `{"specversion":"1.0","id":"番号 花子","source":"/x","type":"kazasu.v1.request.mode","data":${words}}}`],
  ] as const)
    await client.publishAsync(`${topic}/${name}`, payload, { qos: 1 }).catch(() => undefined);
  await client.endAsync(true);
}

test(`after ${visits} visits: not in logs, export, diagnostics or files`, async ({
  reader,
  said,
  temporary,
  personal,
}) => {
  const all = plans(reader);
  for (let n = 0; n < visits; n++) {
    await reader.visit(all[n % all.length]);
    if (n % all.length === 0) await misbehave(reader);
  }
  const settings = join(reader.folder, 'device.config.json');
  await writeFile(settings, JSON.stringify(ownSettings(reader.folder, reader.emulation)));
  const out = join(reader.folder, 'export.zip');
  const exported = await runCommand(['log', 'export', '--out', out, '--settings', settings], reader.folder);
  assert.is(exported.code, 0, exported.stderr);
  await reader.reader.stop();

  const looked: [string, string][] = [['diagnostics', said.join('')]];
  for (const [name, bytes] of Object.entries(unzipSync(await readFile(out))))
    looked.push([`export: ${name}`, Buffer.from(bytes).toString()]);
  for (const folder of ['records', 'device']) {
    for (const name of await readdir(join(reader.folder, folder)))
      looked.push([`${folder}/${name}`, await readFile(join(reader.folder, folder, name), 'utf8')]);
  }
  assert.ok(looked.some(([name, text]) => name === 'records/operation-000001.jsonl' && text.includes('"erasure"')));
  assert.ok(looked.some(([name]) => name === 'records/error-000001.jsonl'));
  for (const [name, text] of looked) assert.equal(personalIn(text, personal), [], name);

  assert.equal(await readdir(temporary), [basename(reader.folder)], 'no temporary file');
  const core = readFileSync('/proc/sys/kernel/core_pattern', 'utf8').trim();
  assert.not.ok((await readdir(process.cwd())).includes(core), 'no core dump');
});

test.run();
