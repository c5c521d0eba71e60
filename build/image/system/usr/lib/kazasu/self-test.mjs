// Proves a start: the reader runs, its panel and its terminal's door answer, and no point of health fails that passed at the last proved start.
// Then RAUC is told that the slot is good. A new slot that fails is marked bad and the machine starts again, from the other one.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const proofFile = '/var/lib/rauc/proved.json';
const settingsFile = '/etc/kazasu/device.config.json';
const deadlineMs = Number(process.env.PATIENCE_SECONDS) * 1000; // for slow machines; a reader is up in seconds
/** RAUC does one thing at a time, and what others leave of the processor: neither must make a good slot a bad one. */
const raucBusyMs = 180_000;
/** The world outside, not the software: a camera unplugged during an update is no reason to undo it. */
const outside = ['cameras', 'clock'];

const version = readFileSync('/usr/share/kazasu/version', 'utf8').trim();
const settings = JSON.parse(readFileSync(settingsFile, 'utf8'));

try {
  await within(deadlineMs, readerRuns);
  await within(30_000, pageAnswers);
  if (!settings.terminal?.mqtt?.broker) await within(30_000, terminalDoorAnswers);
  const points = healthPoints();
  /** @type {{ passed: string[], number?: number }} */
  const before = existsSync(proofFile) ? JSON.parse(readFileSync(proofFile, 'utf8')) : { passed: [] };
  const worse = points.filter(({ name, pass }) => !pass && before.passed.includes(name) && !outside.includes(name));
  if (worse.length > 0)
    throw new Error(`passed before, fails now: ${worse.map(({ name, found }) => `${name} (${found})`).join(', ')}`);
  await within(raucBusyMs, () => execFileSync('/usr/bin/rauc', ['status', 'mark-good'], { stdio: 'inherit' }));
  const newest = Math.max(before.number ?? 0, numberOf(version));
  const proof = { version, number: newest, passed: points.filter(({ pass }) => pass).map(({ name }) => name) };
  writeFileSync(`${proofFile}.draft`, JSON.stringify(proof), { flush: true });
  renameSync(`${proofFile}.draft`, proofFile);
  console.log(`SELF_TEST_PASSED ${version}`);
} catch (error) {
  console.error(`SELF_TEST_FAILED ${version}: ${error instanceof Error ? error.message : error}`);
  if (!isNew()) process.exit(0); // a slot that was good stays: what fails now came from outside, and staff are told by the reader
  execFileSync('/usr/bin/rauc', ['status', 'mark-bad'], { stdio: 'inherit' });
  execFileSync('/bin/systemctl', ['reboot']);
}

/** Tries again until it goes well. @param {number} ms @param {() => unknown} attempt */
async function within(ms, attempt) {
  const end = Date.now() + ms;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > end) throw error;
      await sleep(1000);
    }
  }
}

function readerRuns() {
  const state = execFileSync('/bin/systemctl', ['show', '--property=ActiveState', '--value', 'kazasu.service'], {
    encoding: 'utf8',
  }).trim();
  if (state !== 'active') throw new Error(`the reader is ${state}`);
}

async function pageAnswers() {
  const port = settings.panel?.port ?? 18800;
  for (const path of ['/', '/app.js']) {
    const { status } = await fetch(`http://127.0.0.1:${port}${path}`);
    if (status !== 200) throw new Error(`the panel answers ${status}`);
  }
}

function terminalDoorAnswers() {
  const port = settings.terminal?.mqtt?.listen?.port ?? 18830;
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket.destroy()));
    socket.once('error', reject);
  });
}

/** What the reader finds of itself, as its own user and under its own limits. @returns {{ name: string, pass: boolean, found?: string }[]} */
function healthPoints() {
  const limits = ['LimitCORE=0', 'LimitMEMLOCK=16M', 'MemorySwapMax=0', 'ProtectSystem=strict'].flatMap((limit) => [
    '-p',
    limit,
  ]);
  const reader = [
    '/usr/bin/node',
    '--disallow-code-generation-from-strings',
    process.env.READER ?? '',
    '--examine',
    '--settings',
    settingsFile,
  ];
  const asReader = ['--quiet', '--wait', '--pipe', '--collect', '--uid=kazasu', '--gid=kazasu', ...limits];
  return JSON.parse(execFileSync('/usr/bin/systemd-run', [...asReader, ...reader], { encoding: 'utf8' }));
}

/** Whether the running slot was installed and has not been proved yet. */
function isNew() {
  const letter = /rauc\.slot=(\w)/.exec(readFileSync('/proc/cmdline', 'utf8'))?.[1] ?? '';
  return execFileSync('/usr/lib/kazasu/boot-choice', ['is-new', letter], { encoding: 'utf8' }).trim() === 'yes';
}

/** The part of a version by which newer and older are told: the time of its commit. @param {string} text */
function numberOf(text) {
  return Number(/-(\d+)/.exec(text)?.[1] ?? 0);
}
