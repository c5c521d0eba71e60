// time limit: 120 s
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ownSettings } from '../../build/visit/processes.ts';
import type { HealthPoint } from '../../firmware/device/health/point.ts';
import { logFiles } from '../../firmware/records/operation-log.ts';
import { runCommand, startCommand } from '../support/command.ts';
import { type RunningReader, startRunningReader } from '../support/running-reader.ts';

const test = suite<{ reader: RunningReader; settings: string }>('[R46] kazasu doctor');
test.before(async (context) => {
  const reader = await startRunningReader();
  context.reader = reader;
  context.settings = join(reader.folder, 'device.config.json');
  const port = Number(new URL(reader.place.mqtt).port);
  const own = ownSettings(reader.folder, reader.emulation);
  await writeFile(context.settings, JSON.stringify({ ...own, terminal: { mqtt: { listen: { port } } } }));
});
test.after(async ({ reader }) => {
  await reader.stop();
});

const failing = async (settings: string, folder: string): Promise<string[]> => {
  const { stdout } = await runCommand(['doctor', '--json', '--settings', settings], folder);
  const points: HealthPoint[] = JSON.parse(stdout);
  return points.flatMap(({ name, pass }) => (pass ? [] : [name]));
};

test('of a reader on emulated devices: exactly what production would demand fails, all else passes', async ({
  reader,
  settings,
}) => {
  const found = await failing(settings, reader.folder);
  const usual = ['production-build', 'no-code-from-text', 'real-devices', 'real-trust'];
  for (const name of usual) assert.ok(found.includes(name), `${name} in ${found}`);
  // What is left depends on who runs the tests, and on which machine.
  const allowed = [...usual, 'own-user', 'secrets-closed', 'settings-closed', 'no-swap', 'no-foreign-code'];
  assert.equal(
    found.filter((name) => !allowed.includes(name)),
    [],
  );
});

test('says in words what was found and how to mend it', async ({ reader, settings }) => {
  const { stdout, code } = await runCommand(['doctor', '--settings', settings], reader.folder);
  assert.is(code, 1);
  assert.match(stdout, /^FAIL \* real-trust .*\n\s+found: a test authority\n\s+mend: Install the trust store/m);
  assert.match(stdout, /^pass {3}log-chain /m);
});

test('finds a log that was changed, and a key that others may read', async ({ reader, settings }) => {
  const [file = ''] = await logFiles(join(reader.folder, 'records'), 'operation');
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace('"profile":"standard"', '"profile":"home-visit"'));
  assert.ok((await failing(settings, reader.folder)).includes('log-chain'));
  await writeFile(file, text);
  await chmod(join(reader.folder, 'device/device-key.pem'), 0o644);
  assert.ok((await failing(settings, reader.folder)).includes('device-key'));
  await chmod(join(reader.folder, 'device/device-key.pem'), 0o600);
});

test('--watch shows faults as they come and go', async ({ reader, settings }) => {
  const doctor = startCommand(['doctor', '--watch', '--settings', settings], reader.folder);
  await doctor.says('ready, 0 faults');
  reader.desk.process.kill('SIGTERM'); // all of its devices are unplugged
  await doctor.says('raised CARD_READER_UNAVAILABLE (card-reader)');
  const { stderr } = await doctor.end();
  assert.is(stderr, '');
});

test.run();
