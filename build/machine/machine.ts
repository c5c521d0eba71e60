import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, open, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Board } from '../image/boards.ts';
import { run } from '../image/run.ts';
import { machineFault } from './faults.ts';
import { type Monitor, reachMonitor } from './monitor.ts';

export interface MachineOrder {
  readonly board: Board;
  /** The disk it starts from, raw; it is written to only with `keep`. */
  readonly disk: string;
  /** Folder of this machine's own files, made anew. */
  readonly folder: string;
  /** Ports of the machine that are reached on this one's loopback, at any free port. */
  readonly ports: readonly number[];
  /** What it writes is written to `disk` itself. */
  readonly keep?: boolean;
  /** With `keep`: each write is also logged there, in its order (blklogwrites). */
  readonly writeLog?: string;
  /** USB sticks that are plugged in, raw. */
  readonly sticks?: readonly string[];
  /** It ends where it would start again. */
  readonly endsAtRestart?: boolean;
  /** It reaches servers on this machine's loopback, at 10.0.2.2; else nothing. */
  readonly reachesHost?: boolean;
  /** Starts this kernel itself, with these options, instead of what the disk's boot loader chooses. */
  readonly kernel?: { readonly kernel: string; readonly initrd: string; readonly options: string };
}

/** A board in QEMU, running. */
export interface Machine {
  readonly qemu: ChildProcess;
  readonly monitor: Monitor;
  /** kvm: this processor's own; tcg: emulated, many times slower. */
  readonly accelerator: 'kvm' | 'tcg';
  /** Where a port of the machine is on this one. */
  portOf(port: number): number;
  /** What it has written to its serial line. */
  console(): Promise<string>;
  /** Waits until its serial line says this; answers the line. Throws MACHINE_SILENT. */
  hear(words: RegExp, seconds: number): Promise<string>;
  /** Takes a picture of its screen, PNG. */
  picture(file: string): Promise<void>;
  /** Pulls its plug: it stops where it is. */
  cut(): Promise<void>;
}

const gone = 5000;

/** Starts a board from a disk, by its UEFI. Throws MACHINE_NOT_STARTED. */
export async function startMachine(order: MachineOrder): Promise<Machine> {
  const { board, folder, ports, keep = false } = order;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const place = (name: string) => join(folder, name);
  const kind = kinds[board.architecture];
  await kind.firmware(folder);
  const disk = keep ? order.disk : place('disk.qcow2');
  if (!keep) await run('qemu-img', ['create', '-q', '-f', 'qcow2', '-F', 'raw', '-b', resolve(order.disk), disk]);
  const accelerator = await acceleratorFor(board);
  const args = [
    ...[...kind.machine, '-accel', accelerator, '-cpu', accelerator === 'kvm' ? 'host' : kind.processor],
    ...['-smp', '2', '-m', '3072', '-nodefaults', '-display', 'none', '-rtc', 'base=utc'],
    ...(order.writeLog === undefined ? plainDrive(disk, keep) : await loggedDrive(disk, order.writeLog)),
    ...[
      '-netdev',
      `user,id=net,restrict=${order.reachesHost ? 'off' : 'on'}${ports.map((port) => `,hostfwd=tcp:127.0.0.1:0-:${port}`).join('')}`,
    ],
    ...pluggedIn(order.sticks ?? []),
    ...['-device', 'virtio-net-pci,netdev=net', '-device', 'virtio-rng-pci'],
    ...['-serial', `file:${place('console.log')}`, '-qmp', `unix:${place('monitor')},server=on,wait=off`],
    ...(order.endsAtRestart ? ['-no-reboot'] : []),
    ...(order.kernel ? kernelOptions(order.kernel) : kind.flash(folder)),
  ];
  const log = await open(place('qemu.log'), 'w');
  const qemu = spawn(kind.program, args, { stdio: ['ignore', log.fd, log.fd] });
  await log.close();
  const ended = once(qemu, 'exit');
  const monitor = await reachSoon(place('monitor'), qemu).catch(async () => {
    qemu.kill('SIGKILL');
    throw machineFault('MACHINE_NOT_STARTED', await readFile(place('qemu.log'), 'utf8'));
  });
  const found = ports.length > 0 ? await forwarded(monitor) : new Map<number, number>();
  const console = () => readFile(place('console.log'), 'utf8');
  return {
    qemu,
    monitor,
    accelerator,
    portOf: (port) => found.get(port) ?? 0,
    console,
    hear: async (words, seconds) => {
      const end = Date.now() + seconds * 1000;
      for (;;) {
        const heard = words.exec(await console());
        if (heard) return heard[0];
        if (Date.now() > end || qemu.exitCode !== null)
          throw machineFault('MACHINE_SILENT', `${words} in ${place('console.log')}`);
        await sleep(500);
      }
    },
    picture: async (file) => void (await monitor.ask('screendump', { filename: file, format: 'png' })),
    cut: async () => {
      // QEMU closes its log of writes; the machine in it hears nothing of that.
      await Promise.race([monitor.ask('quit').catch(() => undefined), sleep(gone, undefined, { ref: false })]);
      monitor.close();
      await Promise.race([ended, sleep(gone, undefined, { ref: false })]);
      qemu.kill('SIGKILL');
      await ended;
    },
  };
}

const kernelOptions = ({ kernel, initrd, options }: NonNullable<MachineOrder['kernel']>): string[] => [
  ...['-kernel', kernel, '-initrd', initrd, '-append', options],
];

const pluggedIn = (sticks: readonly string[]): string[] =>
  sticks.length === 0
    ? []
    : [
        ...['-device', 'qemu-xhci'],
        ...sticks.flatMap((file, at) => [
          ...['-drive', `if=none,id=stick${at},file=${file},format=raw`],
          ...['-device', `usb-storage,drive=stick${at}`],
        ]),
      ];

const plainDrive = (disk: string, raw: boolean): string[] => [
  ...['-drive', `file=${disk},if=virtio,format=${raw ? 'raw' : 'qcow2'},cache=writeback`],
];

async function loggedDrive(disk: string, log: string): Promise<string[]> {
  await writeFile(log, '');
  const nodes = [
    `driver=file,node-name=disk-file,filename=${disk}`,
    'driver=raw,node-name=disk-bare,file=disk-file',
    `driver=file,node-name=log,filename=${log}`,
    'driver=blklogwrites,node-name=disk,file=disk-bare,log=log,log-sector-size=512',
  ];
  return [...nodes.flatMap((node) => ['-blockdev', node]), '-device', 'virtio-blk-pci,drive=disk'];
}

async function reachSoon(path: string, qemu: ChildProcess): Promise<Monitor> {
  const end = Date.now() + gone;
  for (;;) {
    try {
      return await reachMonitor(path);
    } catch (error) {
      if (qemu.exitCode !== null || Date.now() > end) throw error;
      await sleep(50);
    }
  }
}

/** Port of the machine → port here, as QEMU tells it. */
async function forwarded(monitor: Monitor): Promise<Map<number, number>> {
  const text = String(await monitor.ask('human-monitor-command', { 'command-line': 'info usernet' }));
  const rows = text.matchAll(/HOST_FORWARD\]\s+\d+\s+\S+\s+(\d+)\s+\S+\s+(\d+)/g);
  return new Map([...rows].map(([, here, there]) => [Number(there), Number(here)]));
}

/** This machine's own processor, if it lends itself to a guest of the same kind. */
async function acceleratorFor({ architecture }: Board): Promise<'kvm' | 'tcg'> {
  const same =
    (architecture === 'amd64' && process.arch === 'x64') || (architecture === 'arm64' && process.arch === 'arm64');
  if (!same) return 'tcg';
  // Some machines lend a /dev/kvm that runs only kernels made for it: without the processor's own help no board starts in it.
  if (architecture === 'amd64' && !/^flags\s.*\b(vmx|svm)\b/m.test(await readFile('/proc/cpuinfo', 'latin1')))
    return 'tcg';
  return open('/dev/kvm', 'r+').then(
    (file) => file.close().then(() => 'kvm' as const),
    () => 'tcg' as const,
  );
}

interface MachineKind {
  readonly program: string;
  /** The emulated one. */
  readonly processor: string;
  /** Puts the firmware's own memory into the folder. */
  firmware(folder: string): Promise<void>;
  /** Options of the machine itself. */
  readonly machine: readonly string[];
  /** Options of its firmware. */
  flash(folder: string): readonly string[];
}

const flash = (code: string, folder: string): readonly string[] => [
  ...['-drive', `if=pflash,format=raw,readonly=on,file=${code}`],
  ...['-drive', `if=pflash,format=raw,file=${join(folder, 'firmware-variables')}`],
];

const kinds: Record<Board['architecture'], MachineKind> = {
  amd64: {
    program: 'qemu-system-x86_64',
    // Vectors wider than SSE's make the models more than twice as slow where they are emulated (measured).
    processor: 'max,-avx,-avx2,-fma,-f16c',
    firmware: (folder) => copyFile('/usr/share/OVMF/OVMF_VARS_4M.fd', join(folder, 'firmware-variables')),
    machine: ['-machine', 'q35', '-device', 'virtio-vga', '-device', 'i6300esb', '-action', 'watchdog=reset'],
    flash: (folder) => flash('/usr/share/OVMF/OVMF_CODE_4M.fd', folder),
  },
  arm64: {
    program: 'qemu-system-aarch64',
    // A Raspberry Pi 4's; `max` would sign each pointer, which emulation pays for dearly.
    processor: 'cortex-a72',
    firmware: (folder) => copyFile('/usr/share/AAVMF/AAVMF_VARS.fd', join(folder, 'firmware-variables')),
    machine: ['-machine', 'virt', '-device', 'virtio-gpu-pci'],
    flash: (folder) => flash('/usr/share/AAVMF/AAVMF_CODE.fd', folder),
  },
};
