import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { projectHome } from '../../firmware/device/home.ts';
import { reference } from '../docs/reference.ts';
import type { Command } from './command.ts';

export const docs: Command = {
  summary: 'write the reference of the terminal protocol (npm run docs)',
  help: `kazasu docs [--out FOLDER]

Writes the reference of the terminal protocol as HTML: an index with the table of requests and states, and a page for each message.

  --out FOLDER   where (default: dist/docs); what stands there is replaced`,
  run: async (args) => {
    const { values } = parseArgs({ args: [...args], options: { out: { type: 'string', default: 'dist/docs' } } });
    const folder = join(projectHome(), 'firmware/terminal');
    const read = (file: string) => JSON.parse(readFileSync(join(folder, file), 'utf8'));
    const pages = reference(read('asyncapi.json'), read);
    rmSync(values.out, { recursive: true, force: true });
    mkdirSync(values.out, { recursive: true });
    for (const [name, text] of pages) writeFileSync(join(values.out, name), text);
    console.log(`${pages.size} pages: ${join(values.out, 'index.html')}`);
    return 0;
  },
};
