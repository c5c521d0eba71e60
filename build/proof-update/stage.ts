import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { projectHome } from '../../firmware/device/home.ts';
import { whyRefused } from '../../firmware/device/update/why-refused.ts';
import type { Slot } from '../image/boot-choice.ts';
import { partitions } from '../image/disk.ts';
import { run } from '../image/run.ts';

/**
 * What a device is to do: install a bundle (a path seen from inside, or an address), as `rauc` does or as a fleet's client does, over RAUC's D-Bus
 * interface; or say how its start went.
 */
export type Deed = readonly ['install' | 'fleet', string] | readonly ['mark', 'good' | 'bad'];

export interface StageOrder {
  /** A slot of an image: its RAUC, its handlers and its boot choice are the ones that work. */
  readonly system: string;
  /** The disk that they work on, raw. */
  readonly disk: string;
  /** Every write to it is logged there. */
  readonly log: string;
  /** Folder of the stage's own files; bundles in it are seen inside at /run/out. */
  readonly folder: string;
  readonly running: Slot;
}

const place = ({ start, size }: { readonly start: number; readonly size: number }): string => `${start}:${size}`;

/**
 * Has a device's own update side work on a disk, in name spaces of its own, with every write logged. Answers for each deed 'done' or the code of its
 * refusal. Needs root.
 */
export async function onStage(
  { system, disk, log, folder, running }: StageOrder,
  deeds: readonly Deed[],
): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const exported = await exportDisk(disk, log, folder);
  try {
    const names = ['unshare', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc', '--propagation', 'private'];
    const { choice, a, b, data } = partitions;
    const env = { ...process.env, CHOICE: place(choice), A: place(a), B: place(b), DATA: place(data) };
    const script = join(projectHome(), 'build/proof-update/stage.sh');
    await run(
      names[0] ?? '',
      [...names.slice(1), 'sh', script, system, exported.file, folder, running, ...deeds.flat()],
      { env },
    );
  } finally {
    await exported.close();
  }
  return Promise.all(deeds.map((_, index) => outcome(folder, index + 1)));
}

async function outcome(folder: string, number: number): Promise<string> {
  const code = (await readFile(join(folder, `code-${number}`), 'utf8')).trim();
  return code === '0' ? 'done' : whyRefused(await readFile(join(folder, `said-${number}`), 'utf8'));
}

/** Shows a disk as a file under which QEMU's storage daemon logs every write, with its flushes, in order. */
async function exportDisk(
  disk: string,
  log: string,
  folder: string,
): Promise<{ file: string; close(): Promise<void> }> {
  const file = join(folder, 'disk');
  await rm(file, { force: true });
  for (const empty of [file, log]) await writeFile(empty, '');
  const nodes = [
    `driver=file,node-name=disk-file,filename=${disk}`,
    'driver=raw,node-name=disk-bare,file=disk-file',
    `driver=file,node-name=log,filename=${log}`,
    'driver=blklogwrites,node-name=disk,file=disk-bare,log=log,log-sector-size=512',
  ];
  const daemon = spawn(
    'qemu-storage-daemon',
    [
      ...nodes.flatMap((node) => ['--blockdev', node]),
      '--export',
      `type=fuse,id=disk,node-name=disk,mountpoint=${file},writable=on`,
    ],
    { stdio: 'ignore' },
  );
  const ended = once(daemon, 'exit');
  while (daemon.exitCode === null && !(await readFile('/proc/mounts', 'utf8')).includes(` ${file} fuse`))
    await sleep(50);
  return {
    file,
    close: async () => {
      daemon.kill('SIGTERM');
      await ended;
    },
  };
}
