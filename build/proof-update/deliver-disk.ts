import { cp, mkdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { boards } from '../image/boards.ts';
import { makeDisk, partitions } from '../image/disk.ts';
import { grubModulesOf } from '../image/image.ts';
import { run } from '../image/run.ts';
import { differing, type LookAtData } from './judge-disk.ts';
import type { UpdateProofOrder } from './prove.ts';
import type { Updates } from './updates.ts';

const mib = 2 ** 20;
/** Size of the file system on the data partition, which here is soon full. */
export const dataMib = 48;

/** Makes a device's disk as it stands in a facility: the old system, settings, a pairing, a count that goes on. Answers who looks whether all is still there. */
export async function deliverDisk(
  { image, folder }: UpdateProofOrder,
  updates: Updates,
  disk: string,
): Promise<LookAtData> {
  const board = boards[image.board];
  const grubModules = await grubModulesOf(board, image);
  const grub = join(image.home, 'build/image/grub.cfg');
  await makeDisk({ board, slot: updates.old.slot, grub, grubModules, epoch: image.epoch }, disk);
  const data = join(folder, 'data');
  for (const path of ['kazasu/pairing', 'kazasu-settings', 'rauc']) await mkdir(join(data, path), { recursive: true });
  await cp(
    join(image.home, 'build/image/production/usr/share/kazasu/device.config.json'),
    join(data, 'kazasu-settings/device.config.json'),
  );
  await writeFile(join(data, 'kazasu/pairing/terminals.json'), '{"counter-1":"paired"}');
  await writeFile(
    join(data, 'rauc/proved.json'),
    JSON.stringify({ version: 'proved', number: updates.provedTime, passed: [] }),
  );
  await writeFile(join(data, 'kazasu/counter'), '');
  const files = ['kazasu-settings/device.config.json', 'kazasu/pairing/terminals.json', 'rauc/proved.json'];
  const same = Object.fromEntries(
    await Promise.all(files.map(async (file) => [file, await readFile(join(data, file))] as const)),
  );
  const filesystem = join(folder, 'data.img');
  await writeFile(filesystem, '');
  await truncate(filesystem, dataMib * mib);
  await run('mkfs.ext4', ['-q', '-E', 'root_owner=0:0', '-d', data, filesystem]);
  await run('dd', [
    `if=${filesystem}`,
    `of=${disk}`,
    `bs=${mib}`,
    `seek=${partitions.data.start}`,
    'conv=notrunc,sparse',
  ]);
  for (const path of [data, filesystem]) await rm(path, { recursive: true });
  return async (found) => [...(await differing(found, same)), ...(await counted(found))];
}

/** A count that somebody wrote all the while, each number brought to the disk before the next: none may be missing; the last may be half. */
async function counted(data: string): Promise<string[]> {
  const text = await readFile(join(data, 'kazasu/counter'), 'utf8').catch(() => undefined);
  if (text === undefined) return ['the count is gone'];
  const lines = text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .slice(0, -1);
  const wrong = lines.findIndex((line, index) => line !== `${index + 1}`);
  return wrong < 0 ? [] : [`the count goes wrong at ${wrong + 1}: ${lines[wrong]?.slice(0, 20)}`];
}
