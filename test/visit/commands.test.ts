// time limit: 900 s
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { familyOf } from '../../build/visit/process-family.ts';
import { efOf, readCardFile } from '../../drivers/card/emulated/card-file.ts';
import { projectHome } from '../../firmware/device/home.ts';
import { systemClock } from '../../firmware/device/system-clock.ts';
import { logFiles, openOperationLog } from '../../firmware/records/operation-log.ts';
import { type CommandOutcome, runCommand, startCommand } from '../support/command.ts';

const test = suite('the commands as a user calls them');
const stranger = join(projectHome(), 'drivers/desk/portraits/grace-hopper.jpg');
let folder = '';
test.before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kazasu-test-'));
});
test.after(() => rm(folder, { recursive: true }));

const kazasu = (...args: string[]) => runCommand(args, folder);

/** One check; its exit code and what its only line on stdout says. On stderr stand diagnostics at most; nothing is left. */
async function check(...args: string[]) {
  const { code, stdout, stderr, left } = await kazasu('check', '--once', '--json', ...args);
  assert.equal(left, []);
  assert.match(stdout, /^\{.*\}\n$/, 'one line, one JSON object');
  const said = JSON.parse(stdout);
  const diagnosed = stderr
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line).code);
  assert.equal(diagnosed, said.verdict === 'refused' && said.method === undefined ? diagnosed : []);
  return { code, said };
}

/** Makes a card; its file. */
async function makeCard(name: string, ...args: string[]): Promise<string> {
  const file = `${name}.json`;
  const { code, stderr } = await kazasu('card', 'make', '--out', file, ...args);
  assert.equal([code, stderr], [0, '']);
  return file;
}

async function pinTriesIn(file: string): Promise<number | undefined> {
  const pin = efOf(await readCardFile(join(folder, file)), 'jpki', '0018');
  return pin?.type === 'credential' ? pin.left : undefined;
}

/** It failed with a sentence for a person: no stack, nothing on stdout, nothing left. */
function assertSaid({ code, stdout, stderr, left }: CommandOutcome, exit: number, ...words: (string | RegExp)[]): void {
  for (const word of words) {
    if (typeof word === 'string') assert.ok(stderr.includes(word), `'${word}' in: ${stderr}`);
    else assert.match(stderr, word);
  }
  assert.not.match(stderr, /\n {4}at /, 'no stack');
  assert.equal({ code, stdout, left }, { code: exit, stdout: '', left: [] });
}

test('check: the right person is verified by face; exit 0, and the only line says how it went', async () => {
  const { code, said } = await check();
  const { stages, toVerdictMs, ...rest } = said;
  assert.equal(rest, { verdict: 'verified', method: 'face', reason: 'VERIFIED', erased: true });
  assert.is(code, 0);
  const steps = ['open', 'card', 'scan', 'issuer', 'counter', 'code', 'photo', 'genuine', 'reference', 'live', 'match'];
  assert.equal(Object.keys(stages).sort(), [...steps, 'sign'].sort());
  for (const [step, ms] of Object.entries(stages)) assert.ok(Number.isInteger(ms), `${step}: ${ms} ms`);
  assert.ok(toVerdictMs >= stages.live, 'the verdict comes after the live face');
});

test('check: without --json it tells each step while it goes, and a sentence at the end', async () => {
  const { code, stdout } = await kazasu('check', '--once', '--method', 'pin');
  assert.is(code, 0);
  assert.match(stdout, /PIN submitted +\d+ ms/);
  assert.match(stdout, /verified by pin \(VERIFIED\); everything of the person is erased\n$/);
});

test('check: another person is refused; exit 1', async () => {
  const { code, said } = await check('--person', stranger);
  assert.equal([code, said.verdict, said.reason, said.erased], [1, 'refused', 'FACE_NOT_MATCHED', true]);
});

test('[R13] check: the tries of the PIN are told, and kept in the file of the card', async () => {
  const card = await makeCard('counters', '--pin', '4321');
  const wrong = await check('--card', card, '--method', 'pin', '--pin', '0000');
  assert.equal(
    [wrong.code, wrong.said.verdict, wrong.said.reason, wrong.said.triesLeft],
    [1, 'refused', 'PIN_WRONG', 2],
  );
  assert.is(await pinTriesIn(card), 2);
  const right = await check('--card', card, '--method', 'pin', '--pin', '4321');
  assert.equal([right.code, right.said.verdict, right.said.method], [0, 'verified', 'pin']);
  assert.is(await pinTriesIn(card), 3);
  const locked = await check('--card', card, '--method', 'pin,face', '--pin', '0000,1111,2222');
  assert.equal([locked.code, locked.said.verdict, locked.said.method], [0, 'verified', 'face']);
  assert.is(locked.said.triesLeft, 0);
  assert.is(await pinTriesIn(card), 0);
  const after = await check('--card', card, '--method', 'pin', '--pin', '4321');
  assert.equal([after.code, after.said.verdict], [1, 'cancelled'], 'a locked PIN is not offered');
});

test('[R05] card make --pinless: verified by face, never asked for a PIN', async () => {
  const card = await makeCard('pinless', '--pinless');
  const face = await check('--card', card);
  assert.equal([face.code, face.said.method], [0, 'face']);
  const pin = await check('--card', card, '--method', 'pin');
  assert.equal([pin.code, pin.said.verdict, 'pin' in pin.said.stages], [1, 'cancelled', false]);
});

test('[R27] card make --certificate: grace is verified, past is refused', async () => {
  const grace = await check('--card', await makeCard('grace', '--certificate', 'grace'), '--method', 'pin');
  assert.equal([grace.code, grace.said.verdict], [0, 'verified']);
  const past = await check('--card', await makeCard('past', '--certificate', 'past'));
  assert.equal([past.code, past.said.verdict, past.said.reason], [1, 'refused', 'CERTIFICATE_PAST_GRACE']);
});

test('card make --flaw copied: a copied surface file without its key is refused', async () => {
  const { code, said } = await check('--card', await makeCard('copied', '--flaw', 'copied'));
  assert.equal([code, said.verdict, said.reason], [1, 'refused', 'CARD_COPIED']);
});

test('card make: a card of somebody else, with all attributes given, is verified for that person', async () => {
  const given = ['--name', 'JOHN SMITH', '--address', '△△市', '--sex', 'male', '--birth', '1971-11-03'];
  const card = await makeCard(
    'guest',
    ...given,
    '--foreign-resident',
    '--security-code',
    '0042',
    '--portrait',
    stranger,
  );
  const { said } = await check('--card', card, '--person', stranger);
  assert.equal([said.verdict, said.method], ['verified', 'face']);
});

test('check: a card or a picture that cannot be used ends it with a sentence, and nothing is left', async () => {
  assertSaid(
    await kazasu('check', '--once', '--json', '--card', 'none.json'),
    1,
    'CARD_DOCUMENT_UNREADABLE: ',
    '\nnext: ',
  );
  assertSaid(
    await kazasu('check', '--once', '--json', '--person', 'none.jpg'),
    1,
    'DESK_FAILED: ',
    'none.jpg',
    '\nnext: ',
  );
  await writeFile(join(folder, 'text.json'), 'no card');
  assertSaid(
    await kazasu('check', '--once', '--json', '--card', 'text.json'),
    1,
    'CARD_DOCUMENT_MALFORMED: ',
    '\nnext: ',
  );
});

test('check: a reader that is killed in the middle ends it with a sentence, and nothing is left', async () => {
  const card = await makeCard('slow', '--behaviours', '{"linkKbps":16}');
  const running = startCommand(['check', '--once', '--card', card], folder);
  await running.says('照合番号B accepted');
  for (const pid of familyOf(running.process.pid ?? 0)) {
    if ((await readFile(`/proc/${pid}/cmdline`, 'utf8')).includes('reader.js')) process.kill(pid, 'SIGKILL');
  }
  const { code, stderr, left } = await running.ended;
  assert.equal([code, left], [1, []]);
  assert.match(stderr, /^READER_GONE: .*\nnext: .*\n$/, stderr);
});

const wrongUses: [words: string, args: string[], said: string][] = [
  ['check without --once', ['check'], 'say --once'],
  ['a method that there is not', ['check', '--once', '--method', 'iris'], '--method iris'],
  ['a PIN that is none', ['check', '--once', '--method', 'pin', '--pin', '12'], 'four digits'],
  ['an option that there is not', ['check', '--once', '--fast'], '--fast'],
  ['an argument too many', ['check', '--once', 'now'], 'now'],
  ['an option without its value', ['check', '--once', '--card'], '--card'],
  ['a card without a file', ['card', 'make'], '--out'],
  ['a flaw that there is not', ['card', 'make', '--out', 'x.json', '--flaw', 'cracked'], 'copied'],
  ['behaviours that are not JSON', ['card', 'make', '--out', 'x.json', '--behaviours', '{'], 'JSON'],
  ['nothing to serve', ['card', 'serve'], 'file'],
  ['a port that is none', ['card', 'serve', 'x.json', '--port', 'usb'], '--port usb'],
  ['no log to verify', ['log', 'verify'], 'files'],
];
for (const [words, args, said] of wrongUses) {
  test(`wrong use, ${words}: exit 2, a sentence and the way to the help`, async () => {
    const name = args[0] === 'check' ? 'check' : args.slice(0, 2).join(' ');
    assertSaid(await kazasu(...args), 2, `kazasu ${name}: `, said, `\nsee: kazasu ${name} --help\n`);
  });
}

test('a command that there is not: exit 2 and the way to the overview', async () => {
  for (const words of [['fly'], ['card'], ['card', 'burn'], ['toString']]) {
    assertSaid(await kazasu(...words), 2, `there is no command '${words.join(' ')}'`, 'see: kazasu --help');
  }
});

test('the overview names every command, and each has its own help', async () => {
  const { code, stdout, stderr } = await kazasu('--help');
  assert.equal([code, stderr], [0, '']);
  assert.is((await kazasu('help')).stdout, stdout);
  const names = [...stdout.matchAll(/^ {2}(\S+(?: \S+)?) {2,}\S/gm)].map(([, name]) => String(name));
  assert.equal(names.sort(), [
    'bench card-face',
    'bench check',
    'bench face',
    'bench hostile-faces',
    'bench panel',
    'bench protocol',
    'bench start',
    'bringup',
    'calibrate face',
    'card make',
    'card serve',
    'card show',
    'card-face draw',
    'card-face read',
    'case clear',
    'case state',
    'certify',
    'certify compare',
    'certify face',
    'certify verify',
    'check',
    'conformance',
    'conformance driver',
    'demo',
    'docs',
    'doctor',
    'factory-reset',
    'fuzz',
    'gallery',
    'image',
    'init',
    'log export',
    'log verify',
    'messages',
    'pair',
    'pair confirm',
    'pair list',
    'pair refuse',
    'pair revoke',
    'password reset',
    'password set',
    'password state',
    'proof boot',
    'proof delivery',
    'proof erasure',
    'proof image',
    'proof messages',
    'proof update',
    'provision ca',
    'provision install',
    'provision request',
    'provision retire',
    'provision state',
    'provision take',
    'replay',
    'run',
    'soak',
    'terminal',
    'terminal ask',
    'voice check',
    'voice list',
    'voice make',
  ]);
  for (const name of names) {
    const help = await kazasu(...name.split(' '), '--help');
    assert.equal([help.code, help.stderr], [0, '']);
    assert.ok(help.stdout.startsWith(`kazasu ${name}`), help.stdout);
    assert.ok(help.stdout.length > 100, 'more than its name');
  }
});

test('card make: what cannot be made is said in a sentence', async () => {
  const make = (...args: string[]) => kazasu('card', 'make', '--out', 'x.json', ...args);
  assertSaid(await make('--birth', '2031-02-30'), 1, 'CARD_ATTRIBUTES_REFUSED: ', '2031-02-30', '\nnext: ');
  assertSaid(await make('--behaviours', '{"fly":1}'), 1, 'BEHAVIOURS_REFUSED: ', 'fly', '\nnext: ');
  assertSaid(await make('--portrait', 'none.jpg'), 1, 'none.jpg');
  assertSaid(await kazasu('card', 'make', '--out', 'none/x.json'), 1, 'CARD_DOCUMENT_UNWRITABLE: ', '\nnext: ');
});

test('[R43] log verify: a good log is exit 0, a tampered one exit 1 and its first bad line', async () => {
  const records = join(folder, 'log');
  const log = await openOperationLog({ folder: records, maxFileKiB: 1 }, { clock: systemClock });
  for (let n = 0; n < 20; n += 1) await log.append({ kind: 'session-started', fields: { session: randomUUID() } });
  await log.close();
  const files = await logFiles(records, 'operation');
  const good = await kazasu('log', 'verify', ...files.toReversed());
  assert.equal([good.code, good.stderr, JSON.parse(good.stdout).records], [0, '', 20]);
  const [first = '', second = ''] = files;
  const lines = (await readFile(second, 'utf8')).split('\n');
  lines[1] = String(lines[1]).replace(/"time":"2/, '"time":"1');
  await writeFile(second, lines.join('\n'));
  const bad = await kazasu('log', 'verify', ...files);
  const { ok, problem, file, line } = JSON.parse(bad.stdout);
  assert.equal([bad.code, bad.stderr, ok, problem, file, line], [1, '', false, 'HASH_WRONG', second, 2]);
  assert.is((await kazasu('log', 'verify', first)).code, 0, 'the untouched file still holds');
  assertSaid(await kazasu('log', 'verify', 'none.jsonl'), 1, 'none.jsonl');
});

test('run: wrong settings are refused at start, each with its path, what was found and what is allowed', async () => {
  const wrong = { panel: { port: 'eighty' }, check: { thread: 2 }, drivers: { faceCamera: { driver: 'ffmpeg' } } };
  await writeFile(join(folder, 'wrong.json'), JSON.stringify(wrong));
  assertSaid(
    await kazasu('run', '--settings', 'wrong.json'),
    1,
    /^SETTINGS_INVALID: /,
    'panel.port: found "eighty"; allowed: a whole number from 0 to 65535',
    'check.thread: found a name that no setting has; allowed: did you mean "threads"?',
    'drivers.faceCamera.input: found nothing, though its driver needs it',
    /\nnext: .+\n$/,
  );
  await writeFile(join(folder, 'broken.json'), '{\n  "panel": {,\n}');
  assertSaid(await kazasu('run', '--settings', 'broken.json'), 1, /^SETTINGS_NOT_JSON: .*line 2, column 13/);
  assertSaid(await kazasu('run', '--settings', 'none.json'), 1, /^SETTINGS_MISSING: .*none\.json/);
});

/** Settings that touch nothing outside the folder. */
async function writeSettings(mqttPort: number, trust = join(projectHome(), 'var/emulated')): Promise<string> {
  const settings = {
    drivers: { desk: { socket: 'desk.sock' } },
    terminal: { mqtt: { listen: { port: mqttPort }, plain: true }, pairingFolder: 'pairing', outboxFolder: 'outbox' },
    panel: { port: 0 },
    records: { folder: 'records' },
    trust: { store: join(trust, 'trust'), pinless: { folder: join(trust, 'pinless') } },
  };
  await writeFile(join(folder, 'settings.json'), JSON.stringify(settings));
  return 'settings.json';
}

test('run: says where it is to be found, ends in order at SIGTERM, and its log holds', async () => {
  const running = startCommand(['run', '--settings', await writeSettings(0)], folder);
  await running.says('kazasu is ready: panel http://127.0.0.1:');
  const { code, stdout, left } = await running.end();
  assert.equal([code, left], [0, []]);
  assert.match(stdout, /^kazasu is ready: panel http:\/\/127\.0\.0\.1:\d+, terminal mqtt:\/\/127\.0\.0\.1:\d+\n$/);
  const [file = ''] = await logFiles(join(folder, 'records'), 'operation');
  assert.match(await readFile(file, 'utf8'), /"reader-started"[\s\S]*"reader-stopped"/);
  assert.is((await kazasu('log', 'verify', file)).code, 0);
});

test('run: a port that is taken is said, and nothing is left', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  try {
    const settings = await writeSettings((other.address() as AddressInfo).port);
    assertSaid(await kazasu('run', '--settings', settings), 1, /^TERMINAL_LINK_UNAVAILABLE: .*\nnext: .+\n$/);
  } finally {
    other.close();
  }
});

test('run: a reader that could never check a card does not start, and says why', async () => {
  const settings = await writeSettings(0, join(folder, 'nowhere'));
  assertSaid(
    await kazasu('run', '--settings', settings),
    1,
    'The trust store lacks',
    join(folder, 'nowhere/trust'),
    /CHECK_NOT_READY: .*\nnext: .+\n$/,
  );
});

test.run();
