// time limit: 240 s
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { tableOf } from '../../build/conformance/case.ts';
import { testReader } from '../../build/conformance/test-reader.ts';
import { readCredentials } from '../../build/terminal/credentials.ts';
import { credentialsFrom } from '../../build/terminal/let-in.ts';
import { openWire } from '../../build/terminal/wire.ts';
import { startMosquitto } from '../../build/visit/mosquitto.ts';
import type { VisitResult } from '../../build/visit/visit.ts';
import type { PartialSettings } from '../../firmware/device/settings.ts';
import { startCommand } from '../support/command.ts';
import { startGuardedBroker } from '../support/guarded-broker.ts';
import { type RunningReader, startRunningReader } from '../support/running-reader.ts';
import { withCable } from '../terminal/serial/lines.ts';

const test = suite<{ folder: string }>('[R30] [R33] the conformance kit against the reader');
test.before.each(async (place) => {
  place.folder = await mkdtemp(join(tmpdir(), 'kazasu-conformance-'));
});
test.after.each(({ folder }) => rm(folder, { recursive: true }));

type Mqtt = NonNullable<NonNullable<PartialSettings['terminal']>['mqtt']>;
const startReader = (mqtt: Mqtt, more: object = {}) =>
  startRunningReader({ settings: () => ({ terminal: { mqtt, ...more } }) });

type More = Partial<Omit<Parameters<typeof testReader>[0], 'open'>>;
async function assertPasses(open: Parameters<typeof testReader>[0]['open'], more: More = {}): Promise<void> {
  const findings = await testReader({ reader: 'kazasu', foreignBroker: false, open, ...more });
  assert.not(
    findings.some(({ outcome }) => outcome === 'failed'),
    tableOf(findings),
  );
  if (more.layCard)
    assert.not(
      findings.some(({ outcome }) => outcome === 'skipped'),
      tableOf(findings),
    );
}

/** Lets a person come when the kit asks for one; `came` is done once they have gone. */
function person(reader: RunningReader) {
  let came: Promise<VisitResult> | undefined;
  const layCard = () => {
    came = reader.visit({ tries: [{ method: 'pin', pin: '1234' }], terminal: false });
  };
  return { layCard, gone: () => came };
}

test('over its own broker without TLS with a visit, and over a serial line', () =>
  withCable(async (near, far) => {
    const reader = await startReader({ listen: { port: 0 }, plain: true }, { serial: { path: near } });
    const { layCard, gone } = person(reader);
    await assertPasses(() => openWire(reader.place.mqtt, 'kazasu'), { layCard });
    assert.is((await gone())?.verdict, 'verified');
    await assertPasses(() => openWire(`serial:${far}`, 'kazasu'));
    await reader.stop();
  }));

test('over its own broker with TLS: paired by the commands of terminal and staff, and shut out when revoked', async ({
  folder,
}) => {
  const reader = await startReader({ listen: { port: 0 }, plain: false });
  const { mqtt } = reader.reader.ready;
  assert.match(mqtt, /^mqtts:/);
  await writeFile(
    join(folder, 'settings.json'),
    JSON.stringify({ terminal: { pairingFolder: join(reader.folder, 'pairing') } }),
  );
  const staff = async (...words: string[]) => {
    const { code, stdout } = await startCommand(['pair', ...words, '--settings', 'settings.json'], folder).ended;
    assert.is(code, 0);
    return stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  };
  const args = ['terminal', '--reader', mqtt, '--as', 'conformance', '--credentials', 'mine', '--pair'];
  const terminal = startCommand(args, folder);
  await terminal.says('staff compare it');
  const [waiting] = await staff();
  await terminal.says(`code ${waiting.code}`);
  await staff('confirm', waiting.code);
  await terminal.says('reader: ready');
  assert.equal(
    (await staff('list')).map(({ name }) => name),
    ['conformance'],
  );
  const credentials = await readCredentials(join(folder, 'mine'));
  await assertPasses(() => openWire(mqtt, 'kazasu', credentials));
  assert.equal(await staff('revoke', 'conformance'), [{ name: 'conformance', revoked: true }]);
  await terminal.says('reader: away');
  await terminal.end();
  await reader.stop();
});

test('the reference terminal serves a visit, and says what it proved and answered', async ({ folder }) => {
  const reader = await startReader({ listen: { port: 0 }, plain: true });
  const terminal = startCommand(['terminal', '--reader', reader.place.mqtt, '--rule', 'limits'], folder);
  await terminal.says('reader: ready');
  const { verdict, consents } = await reader.visit({ tries: [{ method: 'pin', pin: '1234' }], terminal: false });
  assert.is(verdict, 'verified');
  assert.ok(consents.some(({ limits }) => limits === true));
  await terminal.says('verified VERIFIED');
  const { code, stdout } = await terminal.end();
  assert.is(code, 0);
  assert.match(stdout, /verdict +pin +proved: yes +valid/);
  await reader.stop();
});

test('over mosquitto without rules', async ({ folder }) => {
  const mosquitto = await startMosquitto(folder);
  const reader = await startReader({ broker: { url: mosquitto.url }, plain: true });
  await assertPasses(() => openWire(mosquitto.url, 'kazasu'), { foreignBroker: true });
  await reader.stop();
  await mosquitto.stop();
});

test('over mosquitto with TLS and the rules of the README: every case', async ({ folder }) => {
  const { mosquitto, ca } = await startGuardedBroker(folder);
  const own = await credentialsFrom(ca, 'kazasu');
  const files = { 'ca.pem': own.ca, 'client.pem': own.cert, 'client-key.pem': own.key };
  await mkdir(join(folder, 'reader'));
  for (const [name, pem] of Object.entries(files)) await writeFile(join(folder, 'reader', name), pem);
  const reader = await startReader({ broker: { url: mosquitto.url, folder: join(folder, 'reader') } });
  const credentials = await credentialsFrom(ca, 'conformance');
  await assertPasses(() => openWire(mosquitto.url, 'kazasu', credentials));
  await reader.stop();
  await mosquitto.stop();
});

test.run();
