import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type CalendarDay, dayInJapan } from '../../firmware/card-face/calendar.ts';
import { cardFaceFault } from '../../firmware/card-face/faults.ts';
import type { PrintedDate } from '../../firmware/card-face/fields.ts';
import { dateExists, datesPlausible } from '../../firmware/card-face/plausible.ts';
import { type CardFaceReader, loadCardFaceReader } from '../../firmware/card-face/reader.ts';
import { wipeReading } from '../../firmware/card-face/reading.ts';
import { notRead } from '../../firmware/check/card-face-trouble.ts';
import { projectHome } from '../../firmware/device/home.ts';
import { systemClock } from '../../firmware/device/system-clock.ts';
import { CodedError } from '../../firmware/records/coded-error.ts';
import { handPicture, onBed } from '../card-face/hand-picture.ts';
import { type Scanned, scanned, stillFrames } from '../card-face/scanned.ts';
import { type Command, WrongUse } from './command.ts';

/** A scan wants several looks to agree, each in another width: a still picture is looked at so often at most. */
const mostLooks = 8;

export const cardFaceRead: Command = {
  summary: 'read pictures of printed card faces by hand',
  help: `kazasu card-face read FILE… [--json] [--show]

Reads PNG or JPEG pictures of the printed side of My Number Cards, as the card camera's frames are read in a check: one picture is
looked at up to ${mostLooks} times, and as often again as one cut along the card's edges. Tells for each whether it was read, and if not why, by code and in plain words; which fields were
seen and whether their dates can be those of one card.

  --json   one JSON object
  --show   also tells 照合番号B. It is personal: without this nothing of the holder is told

Exit 0 when every picture was read.`,
  run: async (args) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { json: { type: 'boolean', default: false }, show: { type: 'boolean', default: false } },
    });
    if (positionals.length === 0) throw new WrongUse('say which pictures to read: FILE…');
    const reader = await loadCardFaceReader({ modelFolder: join(projectHome(), 'models/card-face'), threads: 1 });
    try {
      const told: Told[] = [];
      for (const file of positionals) {
        const one = await tell(file, reader, dayInJapan(systemClock.wall()), values.show);
        if (!values.json) console.log(inWords(one));
        told.push(one);
      }
      if (values.json) console.log(JSON.stringify({ pictures: told }));
      return told.every(({ outcome }) => outcome === 'read') ? 0 : 1;
    } finally {
      await reader.close();
    }
  },
};

/** Whether the dates on a card can be those of one card; `not-seen` when one of them was not found. */
type Dates = 'plausible' | 'implausible' | 'not-seen';

type Told = { readonly file: string } & (
  | { readonly outcome: 'read'; readonly looks: number; readonly dates: Dates; readonly codeB?: string }
  | {
      readonly outcome: 'not-read' | 'no-picture';
      readonly code: string;
      readonly what: string;
      readonly next: string;
      readonly reason?: string;
      readonly seen?: readonly string[];
      readonly dates?: Dates;
    }
);

async function tell(file: string, reader: CardFaceReader, today: CalendarDay, show: boolean): Promise<Told> {
  let picture: Buffer | undefined;
  try {
    picture = await handPicture(file);
    const scan = await scanPicture(picture, reader, today);
    if (scan.outcome === 'not-read') {
      const { code, message, next } = notRead(cardFaceFault('CARD_FACE_NOT_READ', scan.reason));
      const fields = await fieldsSeen(picture, reader, today);
      return { file, outcome: 'not-read', code, what: message, next, reason: scan.reason, ...fields };
    }
    const codeB = show ? { codeB: scan.code.toString('ascii') } : {};
    scan.code.fill(0);
    return { file, outcome: 'read', looks: scan.frames, dates: datesOf(scan.birth, scan.expiry, today), ...codeB };
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    return { file, outcome: 'no-picture', code: error.code, what: error.message, next: error.next };
  } finally {
    picture?.fill(0);
  }
}

/** Scans the picture as it is; when it shows no readable card, once more as one that is cut along the card's edges. */
async function scanPicture(picture: Buffer, reader: CardFaceReader, today: CalendarDay): Promise<Scanned> {
  const asItIs = await scanned(stillFrames(picture, mostLooks), reader, today);
  if (asItIs.outcome === 'read') return asItIs;
  const laid = await onBed(picture);
  try {
    const onTheBed = await scanned(stillFrames(laid, mostLooks), reader, today);
    return onTheBed.outcome === 'read' ? onTheBed : asItIs;
  } finally {
    laid.fill(0);
  }
}

/** What one look found of a card that was not read as a whole: names of fields only. */
async function fieldsSeen(picture: Buffer, reader: CardFaceReader, today: CalendarDay) {
  const reading = await reader.read({ jpeg: picture, at: 0 });
  const { birth, expiry, code } = reading.fields ?? {};
  const seen = [...(birth ? ['birth date'] : []), ...(expiry ? ['expiry'] : []), ...(code ? ['security code'] : [])];
  wipeReading(reading);
  return { seen, dates: datesOf(birth, expiry, today) };
}

function datesOf(birth: PrintedDate | undefined, expiry: PrintedDate | undefined, today: CalendarDay): Dates {
  if (birth && expiry) return datesPlausible(birth, expiry, today) ? 'plausible' : 'implausible';
  return [birth, expiry].some((date) => date && !dateExists(date)) ? 'implausible' : 'not-seen';
}

function inWords(told: Told): string {
  if (told.outcome === 'read') {
    const value = told.codeB === undefined ? '' : `\n  照合番号B: ${told.codeB}`;
    return `${told.file}: read after ${told.looks} looks; its dates are ${told.dates}${value}`;
  }
  const fields = told.seen
    ? `\n  seen: ${told.seen.join(', ') || 'none of the fields'}; dates: ${told.dates?.replace('-', ' ')}`
    : '';
  const verdict = told.outcome === 'not-read' ? `not read (${told.reason})` : 'not looked at';
  return `${told.file}: ${verdict}\n  ${told.code}: ${told.what}${fields}\n  next: ${told.next}`;
}
