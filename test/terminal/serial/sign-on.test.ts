// time limit: 120 s
import { randomBytes, sign } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { askOnce } from '../../../build/terminal/ask-once.ts';
import { credentialsFrom, letIn } from '../../../build/terminal/let-in.ts';
import type { TerminalCredentials } from '../../../build/terminal/pair.ts';
import { openWire, type Wire } from '../../../build/terminal/wire.ts';
import { systemFiles } from '../../../crypto/durable-files.ts';
import { derOf, openReaderCa, type ReaderCa } from '../../../crypto/reader-ca.ts';
import { systemClock } from '../../../firmware/device/system-clock.ts';
import { accepted } from '../../../firmware/terminal/link.ts';
import type { ReaderState } from '../../../firmware/terminal/messages.ts';
import { type PairedList, watchPaired } from '../../../firmware/terminal/pairing/paired-list.ts';
import { revokePaired } from '../../../firmware/terminal/pairing/paired-terminals.ts';
import { LineTrust } from '../../../firmware/terminal/serial/line-trust.ts';
import { signOnText } from '../../../firmware/terminal/serial/sign-on.ts';
import { session, verdict } from '../terminals.ts';
import { startReaderEnd, withCable } from './lines.ts';

const test = suite<{ folder: string; ca: ReaderCa; list: PairedList; trust: LineTrust }>(
  'a serial line that only a paired terminal may use',
);
const ready: ReaderState = { status: 'ready', profile: 'standard', faults: [] };

test.before.each(async (place) => {
  place.folder = await mkdtemp(join(tmpdir(), 'kazasu-sign-on-'));
  place.ca = await openReaderCa(place.folder, 'kazasu', systemFiles, Date.now);
  place.list = await watchPaired(place.folder, systemFiles, systemClock);
  const { ca, list: paired } = place;
  place.trust = new LineTrust({ ca: ca.certificate, paired, clock: systemClock, random: randomBytes });
});
test.after.each(async ({ folder, list }) => {
  list.close();
  await rm(folder, { recursive: true });
});

/** A reader's end with a state and a verdict to tell. */
async function startTelling(near: string, trust: LineTrust) {
  const { link } = await startReaderEnd(near, trust);
  link.onRequest((request) =>
    request.name === 'reader-information'
      ? {
          accepted: true,
          readerInformation: { name: 'kazasu', profile: 'standard', version: '1', protocol: 1, requests: [] },
        }
      : accepted,
  );
  link.state(ready).catch(() => {});
  link.publish(verdict).catch(() => {});
  return link;
}

/** The types of what comes over a wire, but replies. */
function hearing(wire: Wire): string[] {
  const types: string[] = [];
  wire.onMessage(({ payload }) => {
    const { type } = JSON.parse(payload.toString());
    if (type !== 'kazasu.v1.reply') types.push(type);
  });
  return types;
}
const ask = (wire: Wire, name: string, data: object = {}, terminal = 'counter-1') =>
  askOnce(wire, { reader: 'kazasu', terminal, name, data });
/** Until the reader has looked at its list. */
const untilListed = () => delay(2000);
const both = ['kazasu.v1.state', 'kazasu.v1.event.verdict'];

test('a paired terminal signs on, hears what waited, asks as itself alone, and is shut out once revoked', ({
  folder,
  ca,
  trust,
}) =>
  withCable(async (near, far) => {
    const credentials = await credentialsFrom(ca, 'counter-1');
    await letIn(folder, 'counter-1', credentials);
    await untilListed(); // until the reader has looked at its list
    const link = await startTelling(near, trust);
    const wire = await openWire(`serial:${far}`, 'kazasu', credentials);
    const heard = hearing(wire);
    while (heard.length < 2) await delay(20);
    assert.equal(heard, both);
    assert.equal(await ask(wire, 'cancel', { session }), { accepted: true });
    assert.is((await ask(wire, 'cancel', { session }, 'counter-2')).code, 'SOURCE_OF_ANOTHER');
    await revokePaired(folder, systemFiles, 'counter-1');
    while ((await ask(wire, 'cancel', { session })).code !== 'NOT_PAIRED') await delay(100);
    link.publish(verdict).catch(() => {});
    assert.is((await ask(wire, 'reader-information')).accepted, true);
    assert.equal(heard, both);
    await wire.close();
    await link.close();
  }));

test('attack: unpaired, unlisted, foreign or expired: refused, and nothing but replies is heard', ({
  folder,
  ca,
  trust,
}) =>
  withCable(async (near, far) => {
    const foreign = await openReaderCa(join(folder, 'foreign'), 'kazasu', systemFiles, Date.now);
    const tenYearsAgo = await openReaderCa(folder, 'kazasu', systemFiles, () => Date.now() - 3.2e11);
    const listed = async (issuer: ReaderCa, name: string): Promise<TerminalCredentials> => {
      const credentials = { ...(await credentialsFrom(issuer, name)), ca: ca.certificate };
      await letIn(folder, name, credentials);
      return credentials;
    };
    const strangers = {
      unlisted: await credentialsFrom(ca, 'counter-1'),
      foreign: await listed(foreign, 'counter-2'),
      expired: await listed(tenYearsAgo, 'counter-3'),
    };
    await untilListed();
    const link = await startTelling(near, trust);
    for (const [who, credentials] of Object.entries(strangers)) {
      const opened = openWire(`serial:${far}`, 'kazasu', credentials);
      assert.match(await opened.then(String, String), 'NOT_PAIRED', who);
    }
    const wire = await openWire(`serial:${far}`, 'kazasu');
    const heard = hearing(wire);
    for (const name of ['cancel', 'mode', 'statistics', 'log-export', 'records-export', 'acknowledge'])
      assert.is((await ask(wire, name, { session, mode: 'disaster', messages: ['a'] })).code, 'NOT_PAIRED', name);
    assert.is((await ask(wire, 'reader-information')).accepted, true);
    assert.equal(heard, []);
    await wire.close();
    await link.close();
  }));

test('attack: a proof for another nonce, by another key, or sent twice is refused', async ({ folder, ca, trust }) => {
  const { key, cert } = await credentialsFrom(ca, 'counter-1');
  await letIn(folder, 'counter-1', { key, cert, ca: ca.certificate });
  await untilListed();
  const offer = () => {
    const answer = trust.answer({});
    return Buffer.from((answer.accepted && answer.signOn?.nonce) || '', 'base64');
  };
  const prove = (nonce: Buffer, by = key) =>
    trust.answer({
      certificate: cert,
      signature: sign('sha256', signOnText(derOf(ca.certificate), nonce), by).toString('base64'),
    });
  const codeOf = (answer: ReturnType<typeof prove>) => (answer.accepted ? 'accepted' : answer.code);

  const old = offer();
  offer();
  assert.is(codeOf(prove(old)), 'SIGN_ON_WRONG', 'an older nonce');
  assert.is(codeOf(prove(offer(), (await credentialsFrom(ca, 'counter-2')).key)), 'SIGN_ON_WRONG', 'another key');
  const nonce = offer();
  assert.is(codeOf(prove(nonce)), 'accepted');
  assert.equal(trust.peer, { is: 'paired', name: 'counter-1' });
  assert.is(codeOf(prove(nonce)), 'SIGN_ON_WRONG', 'the same proof again');
  assert.equal(trust.peer, { is: 'unpaired' });
});

test.run();
