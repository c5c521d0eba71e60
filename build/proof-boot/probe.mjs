// Runs in a production device, brought in from outside by its emulator beside the kernel: looks around as root and tells what it found as one line of JSON.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';

/** @param {string} program @param {string[]} args */
const output = (program, ...args) => {
  try {
    return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch (error) {
    return String(Reflect.get(Object(error), 'stdout') ?? '').trim();
  }
};

/** When a unit came so far, in seconds since the kernel began. @param {string} unit @param {string} point */
const reached = (unit, point) =>
  Math.round(Number(output('/bin/systemctl', 'show', '-P', `${point}TimestampMonotonic`, unit)) / 1e6);

/** Which program holds a socket, by its inode. */
function socketOwners() {
  const owners = new Map();
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name)))
    try {
      for (const fd of readdirSync(`/proc/${pid}/fd`)) {
        const inode = /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1];
        if (inode) owners.set(inode, readFileSync(`/proc/${pid}/comm`, 'utf8').trim());
      }
    } catch {} // it has ended meanwhile
  return owners;
}

function listening() {
  const owners = socketOwners();
  return ['tcp', 'tcp6', 'udp', 'udp6'].flatMap((protocol) =>
    readFileSync(`/proc/net/${protocol}`, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter(([, , , state]) => !protocol.startsWith('tcp') || state === '0A')
      .map((fields) => {
        const [address = '', port = ''] = (fields[1] ?? '').split(':');
        const loopback = /7F$/.test(address) || /^0{24}01000000$/.test(address);
        return { protocol, port: Number.parseInt(port, 16), loopback, program: owners.get(fields[9]) ?? '' };
      }),
  );
}

/** What can be written although it is part of the system. */
function writable() {
  const places = ['/usr', '/etc', '/boot', '/opt/kazasu', '/usr/share/kazasu', '/lib/systemd/system'];
  return places.filter((place) => {
    try {
      writeFileSync(`${place}/probe`, '');
      return true;
    } catch {
      return false;
    }
  });
}

/** How a stick named KAZASU was answered: what its service said, once it has ended. */
function updateFromStick() {
  for (let waited = 0; waited < 300; waited += 1) {
    const state = output('/bin/systemctl', 'list-units', '--all', '--no-legend', '--plain', 'kazasu-stick@*');
    if (/failed|inactive/.test(state)) break;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000);
  }
  return output('/bin/journalctl', '-b', '-o', 'cat', '-u', 'kazasu-stick@*');
}

/** Whether the reader, where it lives and as who it is, can write to a USB memory: what stands there then. */
function memoryOfReader() {
  const pid = output('/bin/systemctl', 'show', '--value', '-p', 'MainPID', 'kazasu');
  const [place] = readdirSync('/run/media').map((name) => `/run/media/${name}`);
  if (!place) return 'none is mounted';
  const [user, group] = ['-u', '-g'].map((which) => output('/usr/bin/id', which, 'kazasu'));
  const inside = ['--target', pid, '--mount', `--setuid=${user}`, `--setgid=${group}`, '--'];
  output('/usr/bin/nsenter', ...inside, '/bin/sh', '-c', 'echo written > "$1/probe"', 'sh', place);
  try {
    return readFileSync(`${place}/probe`, 'utf8').trim();
  } catch {
    return `${place} cannot be written`;
  }
}

const limits = ['LimitCORE=0', 'LimitMEMLOCK=16M', 'MemorySwapMax=0'].flatMap((limit) => ['-p', limit]);
const reader = ['/usr/bin/node', '--disallow-code-generation-from-strings', '/opt/kazasu/dist/production/reader.js'];
const asReader = ['--quiet', '--wait', '--pipe', '--collect', '--uid=kazasu', '--gid=kazasu', ...limits];
const doctor = output(
  '/usr/bin/systemd-run',
  ...asReader,
  ...reader,
  '--examine',
  '--settings',
  '/etc/kazasu/device.config.json',
);

const found = {
  stick: updateFromStick(),
  memory: memoryOfReader(),
  doctor: doctor ? JSON.parse(doctor) : [],
  listening: listening(),
  writable: writable(),
  mounts: readFileSync('/proc/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' '))
    .filter(([, , kind, options = '']) => kind && /^rw/.test(options))
    .map(([, place, kind]) => `${place} ${kind}`),
  setUid: output('/usr/bin/find', '/', '-xdev', '-type', 'f', '-perm', '/6000').split('\n').filter(Boolean),
  loginShells: readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .filter((line) => /:\/bin\/(ba|da)?sh$/.test(line)),
  passwords: readFileSync('/etc/shadow', 'utf8')
    .split('\n')
    .filter((line) => line && !/^[^:]*:[!*]/.test(line)),
  corePattern: readFileSync('/proc/sys/kernel/core_pattern', 'utf8').trim(),
  lockdown: readFileSync('/sys/kernel/security/lockdown', 'utf8').trim(),
  consoles: output(
    '/bin/systemctl',
    'list-units',
    '--no-legend',
    '--plain',
    '*getty*',
    'debug-shell*',
    'rescue*',
    'emergency*',
  ),
  failed: output('/bin/systemctl', '--failed', '--no-legend', '--plain'),
  selfTest:
    output('/bin/journalctl', '-b', '-o', 'cat', '-u', 'kazasu-self-test')
      .split('\n')
      .find((line) => /^SELF_TEST/.test(line)) ?? '',
  readySeconds: reached('kazasu', 'ActiveEnter'),
  provedSeconds: reached('kazasu-self-test', 'ExecMainExit'),
};
const serialLine = ['/dev/ttyAMA0', '/dev/ttyS0'].find((path) => existsSync(path)) ?? '/dev/console';
writeFileSync(serialLine, `\nPROBE ${JSON.stringify(found)}\n`);
