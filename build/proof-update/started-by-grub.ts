import { once } from 'node:events';
import { join } from 'node:path';
import { type BoardName, boards } from '../image/boards.ts';
import type { Slot } from '../image/boot-choice.ts';
import { copyDisk } from '../machine/copy-disk.ts';
import { startMachine } from '../machine/machine.ts';
import { choiceOn } from './judge-disk.ts';

/** Starts a copy of a disk in QEMU by its own UEFI and GRUB, until the slot ends the machine; answers which slot lost a start by that. */
export async function startedByGrub(board: BoardName, disk: string, folder: string): Promise<Slot | 'none'> {
  const copy = `${folder}.img`;
  await copyDisk(disk, copy);
  const before = await choiceOn(copy);
  const machine = await startMachine({
    board: boards[board],
    disk: copy,
    keep: true,
    folder: join(folder),
    ports: [],
    endsAtRestart: true,
  });
  if (machine.qemu.exitCode === null) await once(machine.qemu, 'exit');
  machine.monitor.close();
  const after = await choiceOn(copy);
  for (const slot of ['a', 'b'] as const) if ((after?.[slot].left ?? 0) < (before?.[slot].left ?? 0)) return slot;
  return 'none';
}
