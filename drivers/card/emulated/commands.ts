import type { Answer } from './answer.ts';
import { SW, says } from './answer.ts';
import type { Chip, Command } from './chip.ts';
import type { CommandApdu } from './command-apdu.ts';
import { readBinary, readBinaryFar, readRecord } from './read-commands.ts';
import { select } from './select-command.ts';
import { getResponse, sign } from './sign-command.ts';
import { externalAuthenticate, getChallenge, presentCertificate } from './terminal-commands.ts';
import { verify } from './verify-command.ts';

/** GET DATA knows no object here; OpenSC asks for `DF 30 05` when it looks for other cards. */
const getData: Command = () => says(SW.noReference);

/** Class → instruction → command. */
const commands: Readonly<Record<number, ReadonlyMap<number, Command>>> = {
  0: new Map([
    [0x20, verify],
    [0x82, externalAuthenticate],
    [0x84, getChallenge],
    [0xa4, select],
    [0xb0, readBinary],
    [0xb1, readBinaryFar],
    [0xb2, readRecord],
    [0xc0, getResponse],
    [0xca, getData],
  ]),
  128: new Map([
    [0x2a, sign],
    [0xa2, presentCertificate],
  ]),
};

const getResponseIns = 0xc0;

/** Runs one command. An unknown class answers 6E00 (there is no secure messaging either), an unknown instruction 6D00. */
export function run(chip: Chip, apdu: CommandApdu): Answer {
  const ofClass = commands[apdu.cla];
  if (!ofClass) return says(SW.unknownClass);
  if (apdu.ins !== getResponseIns) chip.pending = undefined;
  const command = ofClass.get(apdu.ins);
  return command ? command(chip, apdu) : says(SW.unknownInstruction);
}
