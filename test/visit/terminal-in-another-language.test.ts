// time limit: 180 s
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { personalIn, personalTextsOf } from '../../build/proof/personal-texts.ts';
import type { VisitPlan } from '../../build/visit/visit.ts';
import { writeTrustStore } from '../../drivers/card/emulated/authority-files.ts';
import { readCardFile } from '../../drivers/card/emulated/card-file.ts';
import { makeTestAuthority } from '../../drivers/card/emulated/test-authority.ts';
import { type RunningReader, startRunningReader } from '../support/running-reader.ts';
import { type HeardMessage, type ShellTerminal, startShellTerminal } from '../support/shell-terminal.ts';

const test = suite('[R30] a terminal made of a shell, mosquitto and openssl');
const run = promisify(execFile);
let reader: RunningReader;
let terminal: ShellTerminal;
test.before(async () => {
  reader = await startRunningReader();
  terminal = await startShellTerminal(reader.place.mqtt, reader.emulation.trust, join(reader.folder, 'terminal'));
});
test.after(async () => {
  await terminal.stop();
  await reader.stop();
});

/** A visit that the shell serves, and everything that it heard of it. */
async function served(plan: Partial<VisitPlan>): Promise<{ session: string; heard: HeardMessage[] }> {
  const before = terminal.heard().length;
  const { verdict, reason } = await reader.visit({ ...plan, terminal: false });
  assert.equal([verdict, reason], ['verified', 'VERIFIED']);
  // The state goes its own way: it may say ready before the end of the visit is told.
  await terminal.until((message) => says(message, 'state', 'ready'), before);
  await terminal.until(({ topic }) => topic.endsWith('/event/session-ended'), before);
  await terminal.until(() => dataOf(terminal.heard().slice(before), 'reply').length >= 4, before);
  const heard = terminal.heard().slice(before);
  const started = heard.find(({ topic }) => topic.endsWith('/event/session-started'));
  return { session: String(started?.event.data.session), heard };
}

const says = ({ event }: HeardMessage, name: string, status: string) =>
  event.type === `kazasu.v1.${name}` && event.data.status === status;
const dataOf = (heard: readonly HeardMessage[], name: string) =>
  heard.filter(({ event }) => event.type === `kazasu.v1.${name}`).map(({ event }) => event.data);

const plans = { face: {}, pin: { tries: [{ method: 'pin', pin: '1234' }] } } as const;
for (const [method, plan] of Object.entries(plans)) {
  test(`[R16] a whole visit by ${method}: all requests accepted, the verdict proved by openssl, the end told erased`, async () => {
    const { session, heard } = await served(plan);
    assert.equal(
      heard.map(({ topic }) => topic.replace('kazasu/1/kazasu/', '')).filter((topic) => topic.startsWith('event/')),
      ['session-started', 'card-read', 'method-chosen', 'verdict', 'consent', 'session-ended'].map(
        (name) => `event/${name}`,
      ),
    );
    assert.equal(dataOf(heard, 'reply'), Array(4).fill({ accepted: true }), 'two requests, two acknowledgements');
    assert.equal(
      dataOf(heard, 'state').map(({ status }) => status),
      ['busy', 'ready'],
    );
    assert.equal(
      heard.filter(({ event }) => 'session' in event.data).map(({ event }) => event.data.session),
      Array(6).fill(session),
    );
    const [verdict] = dataOf(heard, 'event.verdict');
    assert.is(verdict?.method, method);
    assert.match(terminal.proof(), /^Verified OK\ncertificate.pem: OK\n$/);
    const ended = { session, outcome: 'verified', reason: 'VERIFIED', erased: true, method };
    assert.equal(dataOf(heard, 'event.session-ended'), [ended]);
  });
}

test('the same verdict does not prove another challenge: a replay is seen', () => {
  assert.ok(terminal.proveAgain({}).proved, 'its own challenge');
  const other = join(reader.folder, 'other-challenge');
  writeFileSync(other, randomBytes(32).toString('base64'));
  const { proved, said } = terminal.proveAgain({ challenge: other });
  assert.not(proved);
  assert.match(said, /Verification failure/);
  assert.match(said, /certificate.pem: OK/);
});

test('the same verdict proves nothing to whom another authority is trusted, though it has the same name', async () => {
  const trust = join(reader.folder, 'other-trust');
  await writeTrustStore(trust, await makeTestAuthority({ now: Date.now() }));
  const { proved, said } = terminal.proveAgain({ trust });
  assert.not(proved);
  assert.match(said, /Verified OK/);
  assert.match(said, /verification failed/);
});

test('a terminal that comes late learns the state at once: it is retained', async () => {
  const { hostname, port } = new URL(reader.place.mqtt);
  const look = async () => {
    const args = ['-h', hostname, '-p', port, '-t', 'kazasu/1/kazasu/state', '-C', '1', '-W', '5', '-F', '%r %p'];
    const { stdout } = await run('mosquitto_sub', args);
    return [stdout.slice(0, 1), JSON.parse(stdout.slice(2)).data.status];
  };
  assert.equal(await look(), ['1', 'ready']);
  const before = terminal.heard().length;
  const visit = served({ behaviours: { linkKbps: 106 } });
  await terminal.until((message) => says(message, 'state', 'busy'), before);
  assert.equal(await look(), ['1', 'busy']);
  await visit;
});

test('[R02] [R42] nothing personal stands in any message', async () => {
  const { card } = reader.emulation;
  const personal = personalTextsOf(await readCardFile(card), '1980-02-17');
  const everything = ['name', 'address', 'birth date', '照合番号B', 'My Number', 'photo'];
  assert.equal(personalIn(`${readFileSync(card, 'utf8')} 1980-02-17`, personal), everything, 'the look can find');
  const heard = terminal.heard();
  assert.ok(heard.length >= 24, 'three visits were heard');
  for (const { topic, payload } of heard) assert.equal(personalIn(payload, personal), [], topic);
});

test('[R46] a reader that stops says offline', async () => {
  await reader.reader.stop();
  await terminal.until((message) => says(message, 'state', 'offline'));
});

test.run();
