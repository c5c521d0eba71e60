// time limit: 180 s
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { personalIn, personalTextsOf } from '../../build/proof/personal-texts.ts';
import { efOf, readCardFile } from '../../drivers/card/emulated/card-file.ts';
import { type RunningCommand, runCommand, startCommand } from '../support/command.ts';
import { type OwnPcscd, startPcscd } from '../support/pcscd.ts';

const run = promisify(execFile);
const reader = 'Virtual PCD 00 00';
const birth = '1964-10-10';
const person = ['--name', '架空 太郎', '--address', '○○県△△市□□一丁目', '--sex', 'male', '--birth', birth];

const test = suite('card serve and card show, through the real pcscd');
let folder = '';
let daemon: OwnPcscd;
let served: RunningCommand | undefined;
test.before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kazasu-test-'));
  daemon = await startPcscd();
});
test.after.each(async () => {
  await served?.end();
  served = undefined;
  await delay(300); // until the daemon has seen the card go
});
test.after(async () => {
  await daemon.stop();
  await rm(folder, { recursive: true });
});

const kazasu = (...args: string[]) => runCommand(args, folder);
const show = (...args: string[]) => kazasu('card', 'show', '--reader', reader, ...args);

/** Makes a card and lays it on pcscd; its file. */
async function serve(name: string, ...made: string[]): Promise<string> {
  const file = join(folder, `${name}.json`);
  const { code, stderr } = await kazasu('card', 'make', '--out', file, ...person, ...made);
  assert.equal([code, stderr], [0, '']);
  served = startCommand(['card', 'serve', file, '--port', String(daemon.port)], folder);
  await served.says(`serving ${file} to vpcd on port ${daemon.port}\n`);
  return file;
}

/** What `card show --json` says of the card, once pcscd has seen it. */
async function shown(): Promise<Record<string, unknown>> {
  for (let tries = 0; ; tries += 1) {
    const { code, stdout, stderr } = await show('--json');
    if (code === 0) {
      assert.is(stderr, '');
      assert.match(stdout, /^\{.*\}\n$/, 'one line, one JSON object');
      return JSON.parse(stdout);
    }
    assert.match(stderr, /^CARD_ABSENT: /);
    if (tries === 20) throw new Error('pcscd never saw the card');
  }
}

/** Sends APDUs by OpenSC, a program that knows nothing of us; its output. */
const send = async (...apdus: string[]) =>
  (await run('opensc-tool', ['-r', reader, '-c', 'default', ...apdus.flatMap((apdu) => ['-s', apdu])])).stdout;

const selectJpki = '00A4040C0AD392F000260100000001';
const selectPin = '00A4020C020018';
const verify = (pin: string) => `0020008004${Buffer.from(pin).toString('hex')}`;

test('a My Number Card: kind, counters and dates; nothing personal', async () => {
  const file = await serve('whole', '--pin', '8642');
  const { certificateFrom, certificateUntil, ...rest } = await shown();
  assert.equal(rest, { kind: 'my-number-card', pinTries: 3, codeBTries: 10, signatureCertificate: true });
  assert.ok(Date.parse(String(certificateFrom)) < Date.now() && Date.parse(String(certificateUntil)) > Date.now());

  const inWords = await show();
  assert.equal([inWords.code, inWords.stderr], [0, '']);
  assert.match(inWords.stdout, /^pinTries +3$/m);

  const card = await readCardFile(file);
  const personal = personalTextsOf(card, birth);
  const everything = ['name', 'address', 'birth date', '照合番号B', 'My Number', 'photo'];
  assert.equal(personalIn(`${JSON.stringify(card)} ${birth}`, personal), everything, 'the look can find');
  assert.equal(
    personalIn(inWords.stdout + JSON.stringify({ certificateFrom, certificateUntil, ...rest }), personal),
    [],
  );
});

test('a wrong PIN given by another program is counted on the card, shown, and kept in its file', async () => {
  const file = await serve('counted', '--pin', '8642');
  assert.is((await shown()).pinTries, 3);
  assert.match(await send(selectJpki, selectPin, verify('0000')), /SW1=0x63, SW2=0xC2/);
  assert.is((await shown()).pinTries, 2);
  assert.is((await shown()).pinTries, 2, 'looking costs no try');
  const ended = await served?.end();
  assert.equal([ended?.code, ended?.stderr, ended?.left], [0, '', []]);
  const pin = efOf(await readCardFile(file), 'jpki', '0018');
  assert.is(pin?.type === 'credential' && pin.left, 2);
});

test('[R05] a card without a PIN says so by its counter and its missing signature certificate', async () => {
  await serve('pinless', '--pinless');
  const { kind, pinTries, signatureCertificate } = await shown();
  assert.equal(
    { kind, pinTries, signatureCertificate },
    { kind: 'my-number-card', pinTries: 0, signatureCertificate: false },
  );
});

test('[R06] [R13] a locked PIN is shown, and an old 住基カード is told by its own code', async () => {
  await serve('locked', '--blocked-pin');
  assert.is((await shown()).pinTries, 0);
  await served?.end();
  await delay(300);
  await serve('juki', '--kind', 'juki-card');
  for (let tries = 0; tries < 20; tries += 1) {
    const { code, stdout, stderr, left } = await show('--json');
    if (stderr.startsWith('CARD_ABSENT')) continue; // pcscd has not seen it yet
    assert.equal([code, stdout, left], [1, '', []]);
    assert.match(stderr, /^JUKI_CARD: .*\nnext: .*\n$/);
    return;
  }
  throw new Error('pcscd never saw the card');
});

/** The daemon needs a moment to see that a card has gone. */
async function onceItSays(wanted: string, look: typeof show): ReturnType<typeof show> {
  let said = await look();
  for (let n = 0; n < 10 && !said.stderr.startsWith(wanted); n++) said = await look();
  return said;
}

test('no card, no such reader, no daemon: a sentence each, exit 1', async () => {
  const cases = [
    [show, 'CARD_ABSENT'],
    [() => kazasu('card', 'show', '--reader', 'No Such Reader'), 'CARD_READER_UNAVAILABLE'],
  ] as const;
  for (const [look, wanted] of cases) {
    const { code, stdout, stderr, left } = await onceItSays(wanted, look);
    assert.equal([code, stdout, left], [1, '', []]);
    assert.match(stderr, new RegExp(`^${wanted}: .*\\nnext: .*\\n$`));
  }
  await daemon.stop();
  const { code, stderr } = await show();
  assert.is(code, 1);
  assert.match(stderr, /^CARD_READER_UNAVAILABLE: .*\nnext: .*\n$/);
  daemon = await startPcscd();
});

test('a card served before the daemon runs is seen when it comes; SIGINT ends the serving in order', async () => {
  await daemon.stop();
  await serve('early');
  await delay(500);
  daemon = await startPcscd();
  assert.is((await shown()).kind, 'my-number-card');
  const ended = await served?.end('SIGINT');
  assert.equal([ended?.code, ended?.stderr, ended?.left], [0, '', []]);
});

test.run();
