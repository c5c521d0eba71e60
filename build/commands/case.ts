import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { deviceCertificateFile } from '../../crypto/device-key.ts';
import { systemFiles } from '../../crypto/durable-files.ts';
import { type Opening, readOpening, writeOpening } from '../../firmware/device/board/opening.ts';
import { isReleasedBy, releaseText } from '../../firmware/device/board/release.ts';
import { vendorCaFile } from '../../firmware/device/life/identity.ts';
import { loadSettings, type Settings } from '../../firmware/device/settings.ts';
import { type Command, WrongUse } from './command.ts';
import { passwordOf } from './password-of.ts';
import { secretLines } from './secret-lines.ts';

const settingsHelp = '  --settings FILE   the settings (default: device.config.json)';

export const caseState: Command = {
  summary: "tell whether the reader's case was opened, and what a vendor signs to clear it",
  help: `kazasu case state [--settings FILE]

Exit 0: shut, or cleared; 1: somebody has to answer for an opening.

${settingsHelp}`,
  run: async (args) => {
    const { values } = parseArgs({
      args: [...args],
      options: { settings: { type: 'string', default: 'device.config.json' } },
    });
    const { device } = await loadSettings(values.settings);
    const opening = await readOpening(device.folder, systemFiles);
    if (!opening || opening.clearedBy) {
      console.log('not opened');
      return 0;
    }
    console.log(`opened: ${opening.id}; cleared by: ${device.tamper.clearedBy}`);
    if (device.tamper.clearedBy === 'vendor') console.log(releaseText(await certificateIn(device.folder), opening.id));
    return 1;
  },
};

export const caseClear: Command = {
  summary: "answer for the reader's opened case, so that cards are checked again",
  help: `kazasu case clear [--release FILE] [--settings FILE]

Asks for the facility's password; where device.tamper.clearedBy is "vendor", takes the vendor's signature over what case state tells. The reader
goes on within a second, if its case is shut. Who cleared it is in its log, signed.

  --release FILE    the vendor's signature, as openssl writes it: openssl pkeyutl -sign -rawin -inkey ca-key.pem -in TEXT -out FILE
${settingsHelp}`,
  run: async (args) => {
    const options = {
      settings: { type: 'string', default: 'device.config.json' },
      release: { type: 'string' },
    } as const;
    const { values } = parseArgs({ args: [...args], options });
    const { device } = await loadSettings(values.settings);
    const opening = await readOpening(device.folder, systemFiles);
    if (!opening || opening.clearedBy) {
      console.log('not opened');
      return 0;
    }
    const by = device.tamper.clearedBy;
    if (by === 'vendor') await demandRelease(device, opening, values.release);
    else if (!(await knowsPassword(['--settings', values.settings]))) {
      console.error('the password is wrong, or locked; nothing was cleared');
      return 1;
    }
    await writeOpening(device.folder, systemFiles, { id: opening.id, clearedBy: by });
    console.log(`cleared by ${by}`);
    return 0;
  },
};

async function knowsPassword(args: readonly string[]): Promise<boolean> {
  const password = await passwordOf(args);
  const lines = secretLines(process.stdin);
  try {
    if (process.stdin.isTTY) process.stderr.write("The facility's password: ");
    const { value } = await lines.next();
    if (!value) throw new WrongUse('no password was given');
    return (await password.try(value)).matched;
  } finally {
    await lines.return();
  }
}

async function demandRelease({ folder }: Settings['device'], { id }: Opening, file: string | undefined): Promise<void> {
  if (file === undefined) throw new WrongUse('--release is needed: the vendor clears this device');
  const vendor = await readFile(vendorCaFile(folder), 'utf8');
  const text = releaseText(await certificateIn(folder), id);
  if (!isReleasedBy(vendor, text, await readFile(file)))
    throw new WrongUse('--release: not signed by the vendor for this opening of this device');
}

const certificateIn = (folder: string): Promise<string> => readFile(deviceCertificateFile(folder), 'utf8');
