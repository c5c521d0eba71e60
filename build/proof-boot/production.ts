import { mkdir, readFile, stat } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { HealthPoint } from '../../firmware/device/health/point.ts';
import { projectHome } from '../../firmware/device/home.ts';
import { whyRefused } from '../../firmware/device/update/why-refused.ts';
import type { Board } from '../image/boards.ts';
import { type Say, step } from '../image/run.ts';
import { type Machine, startMachine } from '../machine/machine.ts';
import { makeStick } from '../machine/stick.ts';
import { leastColours, type PanelLook, paintedPanel } from './panel-picture.ts';
import { probeStart } from './probe-initrd.ts';
import { provisionedDisk } from './provisioned-disk.ts';

/** What the probe tells; see probe.mjs. */
interface Found {
  readonly doctor: readonly HealthPoint[];
  readonly listening: readonly { protocol: string; port: number; loopback: boolean; program: string }[];
  readonly writable: readonly string[];
  readonly mounts: readonly string[];
  readonly setUid: readonly string[];
  readonly loginShells: readonly string[];
  readonly passwords: readonly string[];
  readonly corePattern: string;
  readonly lockdown: string;
  readonly consoles: string;
  readonly failed: string;
  readonly selfTest: string;
  /** When the reader could take a card, and when its slot was proved: seconds since the kernel began. */
  readonly readySeconds: number;
  readonly provedSeconds: number;
  /** What was said of an update on a stick that is not newer. */
  readonly stick: string;
  /** `written`: the reader could write to a USB memory. */
  readonly memory: string;
}

export interface ProductionProof extends Found {
  readonly slotBytes: number;
  readonly accelerator: Machine['accelerator'];
  readonly panel: PanelLook;
  /** Ports of the machine that took a connection from outside, of those tried. */
  readonly openOutside: readonly number[];
  /** What is not as it must be; empty where all is. */
  readonly problems: readonly string[];
}

/** Two test cameras of the kernel. */
const testCameras = 'modules_load=vivid vivid.n_devs=2';
const updateStickMib = 1024;
/** All that may listen where another machine reaches it: the terminal's protocol, and the DHCP client's own port. */
const documented = ['tcp 18830', 'udp 68'];
/** Tried from outside: what is documented, and doors that machines leave open. */
const knocked = [
  18830, 21, 22, 23, 25, 53, 80, 111, 139, 443, 445, 631, 1883, 3000, 5353, 5355, 5900, 6000, 8080, 8443, 8883, 9222,
  9229, 18800, 18801,
];

/**
 * Starts the production image on a provisioned disk, with its own update on one USB stick and an empty one for the records, and looks around in it.
 * `slot`, `disk`, `update`: of the image; `probe`: probe.mjs.
 */
export async function proveProduction(
  {
    board,
    slot,
    disk,
    update,
    probe,
    folder,
    seconds,
  }: { board: Board; slot: string; disk: string; update: string; probe: string; folder: string; seconds: number },
  say: Say,
): Promise<ProductionProof> {
  await mkdir(folder, { recursive: true });
  const provisioned = join(folder, 'production.img');
  await provisionedDisk(disk, provisioned, join(folder, 'provisioning'));
  const [forUpdate, forRecords] = [join(folder, 'update-stick.img'), join(folder, 'records-stick.img')];
  await makeStick(forUpdate, { name: 'KAZASU', mib: updateStickMib, files: [update] });
  await makeStick(forRecords, { name: 'RECORDS', mib: 64 });
  const { kernel, initrd } = await probeStart(slot, probe, join(folder, 'probe'));
  const options = `${await slotOptions()} ${testCameras}`;
  const machine = await startMachine({
    board,
    disk: provisioned,
    folder: join(folder, 'production'),
    ports: knocked,
    sticks: [forUpdate, forRecords],
    kernel: { kernel, initrd, options },
  });
  try {
    const line = await step(say, 'production: starts, tests itself, is looked through', () =>
      machine.hear(/^PROBE \{.*\}$/m, seconds),
    );
    const found: Found = JSON.parse(line.slice('PROBE '.length));
    const picture = join(folder, 'production.png');
    const panel = await step(say, 'production: paints its panel', () =>
      paintedPanel(machine, picture, seconds, ({ colours }) => colours > leastColours),
    );
    const openOutside = (
      await Promise.all(knocked.map(async (port) => ((await takes(machine.portOf(port))) ? [port] : [])))
    ).flat();
    const { size: slotBytes } = await stat(slot);
    const { accelerator } = machine;
    return { ...found, slotBytes, accelerator, panel, openOutside, problems: problemsOf(found, openOutside, panel) };
  } finally {
    await machine.cut();
  }
}

/** What the slot wants its kernel to be told, by its own slot.cfg; slot A is running. */
async function slotOptions(): Promise<string> {
  const rules = await readFile(join(projectHome(), 'build/image/system/boot/slot.cfg'), 'utf8');
  const [, options = ''] = /^linux \S+ (.*) \$options$/m.exec(rules) ?? [];
  return options.replace('PARTUUID=$partuuid', 'PARTLABEL=kazasu-system-a').replace('$letter', 'a');
}

function problemsOf(found: Found, openOutside: readonly number[], panel: PanelLook): string[] {
  const outside = found.listening
    .filter(({ loopback }) => !loopback)
    .map(({ protocol, port }) => `${protocol.slice(0, 3)} ${port}`);
  const named = (what: string, list: readonly string[]) => (list.length > 0 ? [`${what}: ${list.join(', ')}`] : []);
  return [
    ...named(
      'doctor',
      found.doctor.filter(({ pass }) => !pass).map(({ name, found: instead }) => `${name} (${instead})`),
    ),
    ...(found.doctor.length === 0 ? ['doctor said nothing'] : []),
    ...named(
      'listens',
      outside.filter((door) => !documented.includes(door)),
    ),
    ...named('open from outside', openOutside.filter((port) => port !== 18830).map(String)),
    ...named('writable', found.writable),
    ...named('set-uid', found.setUid),
    ...named('login shells', found.loginShells),
    ...named('passwords', found.passwords),
    ...named('consoles', found.consoles.split('\n').filter(Boolean)),
    ...named(
      'failed units',
      found.failed.split('\n').filter((line) => line !== '' && !line.startsWith('kazasu-stick@')), // it was refused
    ),
    ...(found.lockdown.includes('[confidentiality]') ? [] : [`lockdown: ${found.lockdown}`]),
    ...(found.selfTest.startsWith('SELF_TEST_PASSED') ? [] : [`self-test: ${found.selfTest}`]),
    ...(whyRefused(found.stick) === 'UPDATE_NOT_NEWER' ? [] : [`update from a stick: ${found.stick}`]),
    ...(found.readySeconds > 0 && found.provedSeconds > 0 ? [] : ['times of the start: none']),
    ...(found.memory === 'written' ? [] : [`USB memory: ${found.memory}`]),
    ...(panel.colours > leastColours ? [] : ['the panel is empty']),
    ...(panel.markedBringUp ? ['the panel is marked as bring-up'] : []),
  ];
}

/** Whether somebody behind a forwarded port stays: QEMU takes every connection and drops it where nobody listens. */
function takes(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const settle = (taken: boolean) => {
      socket.destroy();
      resolve(taken);
    };
    socket.once('close', () => settle(false));
    socket.once('error', () => settle(false));
    setTimeout(() => settle(true), 5000);
  });
}
