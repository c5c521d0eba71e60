import { done, SW, says } from './answer.ts';
import type { Command } from './chip.ts';

/** P2 of SELECT: first occurrence, no answer data. */
const noAnswerData = 0x0c;

/**
 * SELECT (ISO/IEC 7816-4, 7.1.1): P1 04 an application by its full AID, P1 02 a file of the current application.
 * P1 00 (the MF) answers as the real card: 6A86 with no application selected, else 9000 and nothing changes.
 */
export const select: Command = (chip, { p1, p2, data }) => {
  if (p1 === 0x00) return selectMf(chip.application !== undefined, data.length);
  if (p1 === 0x04) {
    const application = chip.card.applications.find(({ aid }) => aid === data.toString('hex'));
    if (!application) return says(SW.notFound);
    if (p2 !== noAnswerData) return says(SW.wrongParameters);
    chip.application = application;
    chip.file = undefined;
    return done();
  }
  if (p1 !== 0x02 || p2 !== noAnswerData) return says(SW.wrongParameters);
  if (data.length !== 2) return says(SW.wrongLength);
  const wanted = data.toString('hex').toUpperCase();
  const file = chip.application?.files.find(({ id }) => id === wanted);
  if (!file) return says(SW.notFound);
  chip.file = file;
  return done();
};

const selectMf = (inApplication: boolean, dataBytes: number) => {
  if (dataBytes > 0) return says(SW.notFound);
  return inApplication ? done() : says(SW.wrongParameters);
};
