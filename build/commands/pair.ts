import { parseArgs } from 'node:util';
import { systemFiles } from '../../crypto/durable-files.ts';
import { loadSettings } from '../../firmware/device/settings.ts';
import { terminalFault } from '../../firmware/terminal/faults.ts';
import { readPaired, revokePaired } from '../../firmware/terminal/pairing/paired-terminals.ts';
import { type Decision, readWaiting, writeDecision } from '../../firmware/terminal/pairing/waiting.ts';
import { type Command, WrongUse } from './command.ts';

const settingsOption = '  --settings FILE   the settings (default: device.config.json)';

/** The folder of the pairing, and the one word that a command may take. */
async function placeOf(args: readonly string[]): Promise<{ folder: string; word: string | undefined }> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { settings: { type: 'string', default: 'device.config.json' } },
  });
  if (positionals.length > 1) throw new WrongUse('one word at most');
  const { terminal } = await loadSettings(values.settings);
  return { folder: terminal.pairingFolder, word: positionals[0] };
}

export const pair: Command = {
  summary: 'tell which terminals wait to be paired, and their codes',
  help: `kazasu pair [--settings FILE]

One JSON object a line: name, code, until. Compare the code with the one that the terminal shows; then kazasu pair confirm CODE.

${settingsOption}`,
  run: async (args) => {
    const { folder } = await placeOf(args);
    for (const { name, code, until } of await readWaiting(folder, systemFiles))
      console.log(JSON.stringify({ name, code, until }));
    return 0;
  },
};

/** A command that answers the terminal which shows a code. */
const answering = (decision: Decision, verb: string, words: string): Command => ({
  summary: words,
  help: `kazasu pair ${verb} CODE [--settings FILE]

${words[0]?.toUpperCase()}${words.slice(1)}. CODE is read off the terminal: that it is the reader's too shows that nobody stands between them.

${settingsOption}`,
  run: async (args) => {
    const { folder, word } = await placeOf(args);
    if (word === undefined) throw new WrongUse('which code?');
    const waiting = await readWaiting(folder, systemFiles);
    const found = waiting.find(({ code, until }) => code === word && Date.parse(until) > Date.now());
    if (!found) throw terminalFault('PAIRING_CODE_UNKNOWN');
    await writeDecision(folder, systemFiles, found.id, decision);
    console.log(JSON.stringify({ name: found.name, [decision]: true }));
    return 0;
  },
});

export const pairConfirm = answering('confirmed', 'confirm', 'let in the terminal that shows this code');
export const pairRefuse = answering('refused', 'refuse', 'turn away the terminal that shows this code');

export const pairList: Command = {
  summary: 'list the paired terminals',
  help: `kazasu pair list [--settings FILE]

One JSON object a line: name, fingerprint (SHA-256 of its certificate), paired, notAfter.

${settingsOption}`,
  run: async (args) => {
    const { folder } = await placeOf(args);
    for (const terminal of await readPaired(folder, systemFiles)) console.log(JSON.stringify(terminal));
    return 0;
  },
};

export const pairRevoke: Command = {
  summary: 'let a paired terminal in no more',
  help: `kazasu pair revoke NAME [--settings FILE]

A running reader closes its connection within a second or two.

${settingsOption}`,
  run: async (args) => {
    const { folder, word } = await placeOf(args);
    if (word === undefined) throw new WrongUse('which terminal?');
    if (!(await revokePaired(folder, systemFiles, word))) throw terminalFault('TERMINAL_NAME_UNKNOWN', word);
    console.log(JSON.stringify({ name: word, revoked: true }));
    return 0;
  },
};
