import { open, readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Board } from './boards.ts';

const magic = Buffer.from('\x7fELF', 'latin1');
/** Where an ELF file tells its machine (System V ABI, e_machine), and the numbers of ours; both are little-endian. */
const machineAt = 18;
const machineOf: Readonly<Record<Board['cpu'], number>> = { x64: 62, arm64: 183 };

/** Programs and modules below a folder that were compiled for another processor than the board's; paths from that folder, in order. */
export async function foreignPrograms(folder: string, { cpu }: Pick<Board, 'cpu'>): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const foreign: string[] = [];
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const start = await startOf(path);
    const isProgram = start.subarray(0, magic.length).equals(magic);
    if (isProgram && start.readUInt16LE(machineAt) !== machineOf[cpu]) foreign.push(relative(folder, path));
  }
  return foreign.sort();
}

/** The first bytes of a file, zeros where it has fewer. */
async function startOf(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const start = Buffer.alloc(machineAt + 2);
    await file.read(start, 0, start.length, 0);
    return start;
  } finally {
    await file.close();
  }
}
