import type { Answer } from './answer.ts';
import { done, SW, says } from './answer.ts';
import type { CredentialEf } from './card-file.ts';
import type { Chip, Command } from './chip.ts';
import { fileByShortId } from './chip.ts';

/**
 * VERIFY (ISO/IEC 7816-4, 7.5.6) on the current file (P2 80) or a short identifier (P2 80 + id). Without data it answers 63Cx, the tries left,
 * whether verified or not: OpenSC's PKCS#11 module relies on that. A wrong value spends a try; so does one of a wrong length (a guess).
 */
export const verify: Command = (chip, { p1, p2, data }) => {
  if (p1 !== 0 || (p2 & 0xe0) !== 0x80) return says(SW.wrongParameters);
  const shortId = p2 & 0x1f;
  const file = shortId === 0 ? chip.file : fileByShortId(chip, shortId);
  if (!file) return says(shortId === 0 ? SW.noCurrentFile : SW.notFound);
  if (file.type !== 'credential') return says(SW.wrongFileType);
  chip.file = file;
  if (data.length === 0) return says(SW.triesLeft | file.left);
  return file.left === 0 ? says(SW.locked) : judge(chip, file, data.toString('latin1'));
};

function judge(chip: Chip, file: CredentialEf, value: string): Answer {
  const state = `${chip.application?.name}/${file.id}`;
  const right = value === file.value;
  const before = file.left;
  if (right) chip.satisfied.add(state);
  else chip.satisfied.delete(state);
  file.left = right ? file.tries : file.left - 1;
  if (file.left !== before) chip.changed();
  return right ? done() : says(SW.triesLeft | file.left);
}
