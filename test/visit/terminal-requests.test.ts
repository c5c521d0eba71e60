// time limit: 240 s

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Asking, openAsking } from '../../build/terminal/asking.ts';
import { openPanel } from '../../build/visit/panel-client.ts';
import type { PanelView } from '../../firmware/panel/view.ts';
import { verifyOperationLog } from '../../firmware/records/operation-log.ts';
import { runCommand } from '../support/command.ts';
import { type RunningReader, startRunningReader } from '../support/running-reader.ts';

const test = suite('[R30] what a terminal may ask of a whole reader');
let reader: RunningReader;
let terminal: Asking;
test.before(async () => {
  reader = await startRunningReader();
  terminal = await openAsking({ url: reader.place.mqtt, reader: 'kazasu', terminal: 'counter-1' });
});
test.after(async () => {
  await terminal.close();
  await reader.stop();
});

test('reader information names profile, version and requests', async () => {
  const { readerInformation } = await terminal.ask('reader-information', {});
  assert.equal([readerInformation?.name, readerInformation?.protocol], ['kazasu', 1]);
  assert.ok(readerInformation?.requests.includes('restart'));
});

test('[R14] [R16] staff tick at the terminal while the person stands at the reader: recorded as visual', async () => {
  let verdictId = '';
  terminal.onHeard(({ message }) => {
    if (message.type.endsWith('.verdict')) verdictId = message.id;
  });
  const visit = reader.visit({ person: null, terminal: false });
  const { session } = await terminal.event('session-started');
  const card = await terminal.event('card-read');
  assert.equal([card.session, card.pinless, card.certificateState], [session, false, 'valid']);
  assert.is((await terminal.event('method-chosen')).method, 'face', 'nobody stands before the camera');
  assert.equal(await terminal.ask('challenge', { session, challenge: 'A'.repeat(24) }), { accepted: true });
  const other = await terminal.ask('visual-confirmed', { session }, { source: '/terminals/counter-2' });
  assert.is(other.code, 'VISIT_OF_ANOTHER');
  assert.equal(await terminal.ask('visual-confirmed', { session }), { accepted: true });
  assert.is((await terminal.event('verdict')).method, 'visual');
  const stray = await terminal.ask('acknowledge', { messages: [verdictId] }, { source: '/terminals/counter-2' });
  assert.is(stray.code, 'VISIT_OF_ANOTHER', 'what is for the one that serves the visit is not taken from it');
  assert.equal(await terminal.ask('acknowledge', { messages: [verdictId] }), { accepted: true });
  assert.equal(await terminal.ask('eligibility', { session, result: 'unregistered' }), { accepted: true });
  assert.is((await terminal.event('registration')).wanted, true);
  assert.equal(await terminal.ask('registration-answer', { session, registered: true }), { accepted: true });
  assert.equal(await terminal.ask('eligibility', { session, result: 'valid' }), { accepted: true });
  assert.is((await visit).verdict, 'verified');
});

test('words of the terminal stand on the panel until they are taken away', async () => {
  const views: PanelView[] = [];
  const panel = await openPanel(reader.place.panel, (view) => views.push(view));
  const shows = async (words: PanelView['message']) => {
    while (JSON.stringify(views.at(-1)?.message) !== JSON.stringify(words))
      await new Promise((resolve) => setTimeout(resolve, 20));
  };
  await terminal.ask('message', { ja: '3番の窓口へ', en: 'Window 3, please' });
  await shows({ ja: '3番の窓口へ', en: 'Window 3, please' });
  await terminal.ask('message', {});
  await shows(undefined);
  panel.close();
});

test('[R43] statistics count the visits so far; the exported log verifies', async () => {
  const { statistics } = await terminal.ask('statistics', {});
  assert.equal(
    statistics?.counts.map(({ outcome, method, count }) => [outcome, method, count]),
    [['verified', 'visual', 1]],
  );
  const { log } = await terminal.ask('log-export', {});
  assert.is(log?.more, false);
  const file = join(reader.folder, 'exported.jsonl');
  await writeFile(file, (log?.lines ?? []).map((line) => `${line}\n`).join(''));
  assert.ok((await verifyOperationLog([file])).ok);
});

test('[R43] a terminal fetches both logs as one signed file, which verifies with the device’s certificate alone', async () => {
  const out = join(reader.folder, 'fetched.zip');
  const fetched = await runCommand(['log', 'export', '--out', out, '--reader', reader.place.mqtt], reader.folder);
  assert.is(fetched.code, 0, fetched.stderr);
  const certificate = join(reader.folder, 'device/device-certificate.pem');
  const verified = await runCommand(['log', 'verify', '--certificate', certificate, out], reader.folder);
  assert.is(verified.code, 0, verified.stdout + verified.stderr);
  assert.is((await terminal.ask('records-export', { export: 'another', from: 0 })).code, 'EXPORT_GONE');
});

test('one thing is asked from the shell: the reply is a line of JSON, and the exit code tells whether it was accepted', async () => {
  const ask = (...words: string[]) =>
    runCommand(['terminal', 'ask', ...words, '--reader', reader.place.mqtt], reader.folder);
  const good = await ask('reader-information');
  assert.equal([good.code, JSON.parse(good.stdout).readerInformation.name], [0, 'kazasu']);
  const wrong = await ask('mode', '{"mode":"none"}');
  assert.equal([wrong.code, JSON.parse(wrong.stdout).code], [1, 'MESSAGE_INVALID']);
});

test('[R45] a restart, taken between visits only, lets the connection go', async () => {
  assert.equal(await terminal.ask('restart', {}), { accepted: true });
  await terminal.lost;
});

test.run();
