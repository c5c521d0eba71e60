import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { loadSettings } from '../../firmware/device/settings.ts';
import { systemClock } from '../../firmware/device/system-clock.ts';
import { boardPart } from '../bringup/board.ts';
import { cardCameraPart, faceCameraPart } from '../bringup/cameras.ts';
import { cardReaderPart } from '../bringup/card-reader.ts';
import { bringupPage, type Tried } from '../bringup/page.ts';
import { panelPart } from '../bringup/panel.ts';
import { type Bench, failed, type Part } from '../bringup/part.ts';
import { speakerPart } from '../bringup/speaker.ts';
import { terminalPart } from '../bringup/terminal.ts';
import { type Command, WrongUse } from './command.ts';

const parts: readonly Part[] = [
  cardReaderPart,
  faceCameraPart,
  cardCameraPart,
  panelPart,
  boardPart,
  speakerPart,
  terminalPart,
];
const names = parts.map(({ name }) => name);

export const bringup: Command = {
  summary: 'walk through each part of a new board: pass or FAIL, and a picture',
  help: `kazasu bringup [--part NAME]… [--out DIR] [--yes] [--json] [--settings FILE]

Tries each part of a new board with its drivers, while the reader does not run: a line each, and a picture each in --out with a page of all.
The pictures show what stands before the cameras: use a test card, and a face that may be seen.

  --part NAME       this part alone; may be given more than once: ${names.join(', ')}
  --out DIR         where pictures and page go (default: var/bringup)
  --yes             takes what is shown and played as seen and heard, where nobody can be asked
  --json            the last line is one JSON object
  --settings FILE   the settings (default: device.config.json)

Exit 0 only when no part failed; a part that the board has not is absent, which is no failure.`,
  run: async (args) => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        part: { type: 'string', multiple: true, default: names },
        out: { type: 'string', default: 'var/bringup' },
        yes: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        settings: { type: 'string', default: 'device.config.json' },
      },
    });
    const unknown = values.part.find((name) => !names.includes(name));
    if (unknown !== undefined) throw new WrongUse(`--part ${unknown}: one of ${names.join(', ')}`);
    const out = resolve(values.out);
    await mkdir(out, { recursive: true });
    const bench: Bench = {
      settings: await loadSettings(values.settings),
      clock: systemClock,
      say: (words) => console.error(`  → ${words}`),
      ask: async (question) => values.yes || askVendor(question),
    };
    const tried: Tried[] = [];
    for (const part of parts.filter(({ name }) => values.part.includes(name)))
      tried.push(await tryPart(part, bench, out));
    await writeFile(join(out, 'index.html'), bringupPage(tried, new Date(systemClock.wall()).toISOString()));
    console.log(`pictures  ${join(out, 'index.html')}`);
    if (values.json) console.log(JSON.stringify({ parts: tried.map(({ picture: _, ...rest }) => rest) }));
    return tried.some(({ outcome }) => outcome === 'FAIL') ? 1 : 0;
  },
};

async function tryPart({ name, title, try: attempt }: Part, bench: Bench, out: string): Promise<Tried> {
  const finding = await attempt(bench).catch((error: unknown) => {
    const { code, next, message } = Object(error);
    return failed([code, next ?? message].filter((one) => one !== undefined).join(': '));
  });
  const { picture } = finding;
  const file = picture && `${name}.${picture.ending}`;
  if (picture && file) await writeFile(join(out, file), picture.bytes);
  console.log(`${finding.outcome.padEnd(6)}  ${title.padEnd(38)}  ${finding.found}`);
  return { name, title, ...finding, ...(file ? { file } : {}) };
}

async function askVendor(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await new Promise<string>((resolve) => lines.question(`  ? ${question} [y/N] `, resolve));
  lines.close();
  return /^y/i.test(answer);
}
