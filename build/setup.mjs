// Makes a fresh machine ready: system packages where it may, npm packages, model files. Says what it does; does nothing twice.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bringModels } from './models.mjs';

const home = join(import.meta.dirname, '..');

/** Debian packages and what each is for. `build` ones are needed before `npm ci`. */
const systemPackages = {
  libpcsclite1: 'talks to PC/SC card readers',
  'libpcsclite-dev': 'compiles the PC/SC driver',
  'build-essential': 'compiles the PC/SC driver',
  python3: 'compiles the PC/SC driver',
  pcscd: 'the PC/SC daemon',
  ffmpeg: 'reads cameras',
  'v4l-utils': 'has a USB camera expose for the face',
  'espeak-ng': 'speaks',
};

/** What the tests need besides. */
const testPackages = {
  'vsmartcard-vpcd': 'lays emulated cards on the real pcscd',
  opensc: 'an independent reader of our emulated card',
  'opensc-pkcs11': 'an independent signer with our emulated card',
  mosquitto: 'an independent MQTT broker',
  'mosquitto-clients': 'a terminal in another language',
  'python3-paho-mqtt': 'a terminal in Python',
  libfaketime: 'sets the clock of a reader alone',
  swtpm: 'a TPM in software',
  'tpm2-tools': 'seals keys by a TPM',
  systemd: 'checks the unit files',
  openssl: 'verifies signatures independently',
  chromium: 'shows the panel',
  'fonts-noto-cjk': 'writes its eight languages',
  'tesseract-ocr': 'an independent reader of card faces, for the bench',
  'tesseract-ocr-jpn': 'an independent reader of card faces, for the bench',
};

/** What builds images and starts them. */
const imagePackages = {
  mmdebstrap: "makes the device's Debian",
  'squashfs-tools-ng': 'makes a slot of it',
  'squashfs-tools': 'with rauc, an update of the slot',
  'grub-common': 'makes what chooses the slot',
  fdisk: 'makes the disk',
  dosfstools: 'makes the partition that the firmware reads',
  mtools: 'fills it',
  cpio: 'brings a probe into one',
  rauc: 'makes and signs updates',
  openssl: 'makes the keys of a test authority',
  'qemu-system-x86': 'starts the image',
  'qemu-utils': 'keeps its disks',
  ovmf: 'its firmware',
};

/** What an image for the other processor needs besides. */
const arm64Packages = {
  'qemu-user-static': 'runs what Debian runs while it is set up',
  'binfmt-support': 'has the kernel find it',
  'arch-test': 'tells mmdebstrap that it does',
  'g++-aarch64-linux-gnu': 'compiles the PC/SC driver',
  'libc6-dev-arm64-cross': 'compiles the PC/SC driver',
  'qemu-system-arm': 'starts the image',
  'qemu-efi-aarch64': 'its firmware',
};

/** To stderr: what a command answers stays alone on stdout. @param {string} line */
const say = (line) => console.error(`setup  ${line}`);

/** Runs a long step and says every few seconds that it still does; whether it went well. @param {string[]} command @param {NodeJS.ProcessEnv} [env] */
async function patiently(command, env = process.env) {
  const [program = '', ...args] = command;
  const began = Date.now();
  const child = spawn(program, args, { cwd: home, stdio: ['ignore', 'ignore', 'inherit'], env });
  const ticking = setInterval(() => say(`  … ${Math.round((Date.now() - began) / 1000)} s`), 5000);
  const code = await new Promise((resolve) => {
    child.once('error', () => resolve(1));
    child.once('close', resolve);
  });
  clearInterval(ticking);
  return code === 0;
}

/** @param {string[]} names */
function missingPackages(names) {
  return names.filter((name) => {
    const query = spawnSync('dpkg', ['-s', name], { encoding: 'utf8' });
    return !query.stdout?.includes('Status: install ok installed');
  });
}

/** How this user may install packages: as root, by passwordless sudo, or not at all. */
function installer() {
  if (spawnSync('apt-get', ['--version']).status !== 0) return undefined;
  if (process.getuid?.() === 0) return [];
  return spawnSync('sudo', ['-n', 'true']).status === 0 ? ['sudo', '-n'] : undefined;
}

/** @param {Record<string, string>} wanted */
async function bringSystemPackages(wanted) {
  const missing = missingPackages(Object.keys(wanted));
  if (missing.length === 0) return;
  const prefix = installer();
  if (prefix) {
    say(`system packages: ${missing.join(' ')}`);
    const apt = (/** @type {string[]} */ ...args) =>
      patiently([...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-q', ...args]);
    if ((await apt('update')) && (await apt('install', '-y', '--no-install-recommends', ...missing))) return;
  }
  for (const name of missingPackages(missing))
    say(`missing: ${name} (${wanted[name]}); emulated devices work without it`);
}

/** Has this machine's kernel run programs of arm64 by QEMU, where nobody did that at its start: in a container, say. */
function runForeignPrograms() {
  const known = '/proc/sys/fs/binfmt_misc';
  if (process.arch === 'arm64' || existsSync(join(known, 'qemu-aarch64'))) return;
  const [program = '', ...prefix] = [...(installer() ?? []), 'env'];
  const asRoot = (/** @type {string[]} */ ...command) =>
    spawnSync(program, [...prefix, ...command], { stdio: 'ignore' });
  if (!existsSync(join(known, 'register'))) asRoot('mount', '-t', 'binfmt_misc', 'binfmt_misc', known);
  asRoot('update-binfmts', '--enable', 'qemu-aarch64');
  if (!existsSync(join(known, 'qemu-aarch64')))
    say('missing: binfmt_misc of the kernel, with qemu-aarch64 in it; no image for arm64 is built without it');
}

async function bringNpmPackages() {
  const lock = createHash('sha256')
    .update(readFileSync(join(home, 'package-lock.json')))
    .digest('hex');
  const withPcsc = existsSync('/usr/include/PCSC/winscard.h') ? 'pcsc' : 'no-pcsc';
  const stamp = join(home, 'node_modules/.kazasu-installed');
  const wanted = `${lock} ${process.version} ${withPcsc}`;
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  say('npm packages: npm ci');
  const env = { ...process.env, ONNXRUNTIME_NODE_INSTALL: 'skip' };
  if (!(await patiently(['npm', 'ci', '--loglevel=error', '--no-fund', '--no-audit'], env)))
    throw new Error('npm ci failed: see above, then run the command again');
  writeFileSync(stamp, wanted);
}

/** @param {{ tests?: boolean, images?: boolean, arm64?: boolean }} [options] `tests`, `images`, `arm64`: also what these need */
export async function setUp({ tests = false, images = false, arm64 = false } = {}) {
  const [major = 0] = process.versions.node.split('.').map(Number);
  if (major < 20) throw new Error(`Node ${process.versions.node} is too old: kazasu needs Node 20 or newer`);
  await bringSystemPackages({
    ...systemPackages,
    ...(tests ? testPackages : {}),
    ...(images ? imagePackages : {}),
    ...(arm64 ? arm64Packages : {}),
  });
  if (arm64) runForeignPrograms();
  await bringNpmPackages();
  bringModels(say);
}

if (import.meta.filename === process.argv[1]) await setUp({ tests: process.argv.includes('--tests') });
