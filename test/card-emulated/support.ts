import { Buffer } from 'node:buffer';
import sharp from 'sharp';
import { EmulatedCard } from '../../drivers/card/emulated/card.ts';
import type { ApplicationName, CardFile } from '../../drivers/card/emulated/card-file.ts';
import { efOf } from '../../drivers/card/emulated/card-file.ts';
import type { MakeCardOptions } from '../../drivers/card/emulated/maker.ts';
import { makeCard } from '../../drivers/card/emulated/maker.ts';
import { makeTestAuthority } from '../../drivers/card/emulated/test-authority.ts';
import { CodedError } from '../../firmware/records/coded-error.ts';

/** A day that stands still: noon in Japan on 2026-06-01. */
export const now = Date.parse('2026-06-01T12:00:00+09:00');

export const authority = await makeTestAuthority({ now });

const grain = { type: 'gaussian', mean: 128, sigma: 60 } as const;

/** A portrait of nobody. */
export const portrait = await sharp({
  create: { width: 480, height: 640, channels: 3, background: '#888', noise: grain },
})
  .blur(1.5)
  .jpeg()
  .toBuffer();

export const holder = {
  authority,
  portrait,
  now,
  name: '番号　花子',
  address: '東京都千代田区霞が関１－２－３',
  sex: 'female',
  birth: '1980-02-17',
  issued: '2025-03-01',
  securityCode: '2285',
} as const satisfies MakeCardOptions;

/** A card of the holder, with what the test wishes. */
export const made = (wishes: Partial<MakeCardOptions> = {}): Promise<CardFile> => makeCard({ ...holder, ...wishes });

/** The content of a binary file of a card. */
export function content(card: CardFile, application: ApplicationName, id: string): Buffer {
  const file = efOf(card, application, id);
  if (file?.type !== 'binary') throw new Error(`no binary file ${id}`);
  return Buffer.from(file.content, 'base64');
}

export const aid = {
  jpki: 'D392F000260100000001',
  visual: 'D3921000310001010402',
  inputSupport: 'D3921000310001010408',
  juki: 'D3921000310001010401',
  common: 'D3921000310001010100',
} as const;

/** A powered card that takes commands in hex, spaces allowed, and answers `data sw` in upper-case hex: `9000`, `0102 9000`. */
export class Bench {
  readonly chip: EmulatedCard;

  constructor(card: CardFile, options: ConstructorParameters<typeof EmulatedCard>[1] = {}) {
    this.chip = new EmulatedCard(structuredClone(card), options);
    this.chip.powerOn();
  }

  ask(command: string): string {
    const answer = this.chip
      .transmit(Buffer.from(command.replaceAll(' ', ''), 'hex'))
      .toString('hex')
      .toUpperCase();
    return answer.length > 4 ? `${answer.slice(0, -4)} ${answer.slice(-4)}` : answer;
  }

  /** Selects an application by AID, and a file in it. */
  select(application: string, file?: string): void {
    const answers = [this.ask(`00A4040C 0A ${application}`), file ? this.ask(`00A4020C 02 ${file}`) : '9000'];
    if (answers.some((answer) => answer !== '9000')) throw new Error(`select ${application} ${file}: ${answers}`);
  }

  /** VERIFY on the selected file with text. */
  verify(value: string): string {
    return this.ask(`00200080 ${byte(value.length)} ${Buffer.from(value).toString('hex')}`);
  }

  /** Tries left on the selected file. */
  tries(): string {
    return this.ask('00200080');
  }
}

export const byte = (value: number): string => value.toString(16).padStart(2, '0').toUpperCase();

/** The BER-TLV objects in `bytes`, one level deep: tag (hex) → [header and value, value]. Written apart from the emulator's encoder. */
export function objects(bytes: Buffer): Map<string, { whole: Buffer; value: Buffer; at: number }> {
  const found = new Map<string, { whole: Buffer; value: Buffer; at: number }>();
  for (let at = 0; at < bytes.length; ) {
    const tagBytes = ((bytes[at] as number) & 0x1f) === 0x1f ? 2 : 1;
    let start = at + tagBytes + 1;
    let length = bytes[start - 1] as number;
    if (length >= 0x80) {
      const count = length & 0x7f;
      length = bytes.readUIntBE(start, count);
      start += count;
    }
    const end = start + length;
    if (end > bytes.length) throw new Error('an object runs past the end');
    found.set(bytes.toString('hex', at, at + tagBytes).toUpperCase(), {
      whole: bytes.subarray(at, end),
      value: bytes.subarray(start, end),
      at,
    });
    at = end;
  }
  return found;
}

/** The code of the coded error that `work` throws or rejects with. */
export async function codeOf(work: () => unknown): Promise<string> {
  try {
    await work();
  } catch (error) {
    if (error instanceof CodedError) return error.code;
    throw error;
  }
  return 'no error';
}
