import { Buffer } from 'node:buffer';
import { type CardFile, codeBOf, efOf } from '../../drivers/card/emulated/card-file.ts';

/** What of a card's holder must stand in no message, output or log: words and digits, and pieces of the photo. */
export type PersonalTexts = ReadonlyMap<string, readonly Buffer[]>;

/** Bytes of a piece of the photo: enough never to be met by chance. */
const pieceBytes = 24;

/**
 * Everything personal of a card, as bytes to look for. The security code by itself (four digits) is left out: any serial number may hold it.
 * @param birth as the card was ordered, YYYY-MM-DD
 */
export function personalTextsOf(card: CardFile, birth: string): PersonalTexts {
  const { printed } = card;
  const myNumber = efOf(card, 'input-support', '0014');
  if (myNumber?.type !== 'credential' || myNumber.value === null) throw new Error('the card has no My Number');
  const words = (...texts: readonly string[]) => texts.map((text) => Buffer.from(text));
  return new Map([
    ['name', words(printed.name, ...printed.name.split(/\s+/))],
    ['address', words(printed.address)],
    ['birth date', words(birth, birth.replaceAll('-', ''), printed.birth, printed.birth.replaceAll(' ', ''))],
    ['照合番号B', words(codeBOf(card))],
    ['My Number', words(myNumber.value)],
    [
      'photo',
      [...piecesOf(Buffer.from(printed.photo, 'base64')), ...piecesOf(binaryOf(card, 'visual-inspection', '0002'))],
    ],
  ]);
}

/** The names of what stands in a text or in bytes, as it is or inside what they hold in base64. */
export function personalIn(text: string | Buffer, personal: PersonalTexts): string[] {
  const whole = Buffer.from(text);
  const encoded = whole.toString('latin1').match(/[A-Za-z0-9+/]{16,}={0,2}/g) ?? [];
  const hay = [whole, ...encoded.map((piece) => Buffer.from(piece, 'base64'))];
  const stands = (needle: Buffer) => hay.some((bytes) => bytes.includes(needle));
  return [...personal].filter(([, needles]) => needles.some(stands)).map(([name]) => name);
}

/** The user-authentication certificate: no more than the terminal must get, so it is in its message, and nowhere in the clear. */
export const certificateOf = (card: CardFile): readonly Buffer[] => piecesOf(binaryOf(card, 'jpki', '000A'));

function piecesOf(bytes: Buffer): Buffer[] {
  const pieces = [];
  for (let at = 0; at + pieceBytes <= bytes.length; at += 64) {
    const piece = bytes.subarray(at, at + pieceBytes);
    if (new Set(piece).size >= pieceBytes / 2) pieces.push(piece);
  }
  return pieces;
}

function binaryOf(card: CardFile, application: 'jpki' | 'visual-inspection', id: string): Buffer {
  const file = efOf(card, application, id);
  if (file?.type !== 'binary') throw new Error(`the card has no ${application} ${id}`);
  return Buffer.from(file.content, 'base64');
}
