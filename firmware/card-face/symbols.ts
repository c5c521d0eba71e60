/**
 * What the reader makes of a recognised character: only what the fields are made of. Digits are 0…9 themselves.
 * Nothing read from a card ever becomes a string; it stays in typed arrays of these (R42).
 */
export const symbol = {
  year: 10,
  month: 11,
  day: 12,
  born: 13,
  valid: 14,
  firstYear: 15,
  meiji: 20,
  taisho: 21,
  showa: 22,
  heisei: 23,
  reiwa: 24,
  ji: 30,
  sho: 31,
  wa: 32,
  sei: 33,
  // Of other cards' titles:
  un: 40,
  ten: 41,
  men: 42,
  kyo: 43,
  zai: 44,
  ryu: 45,
  ken: 46,
  ko: 47,
  ho: 48,
  hi: 49,
  ki: 50,
  hon: 51,
  dai: 52,
  other: 255,
} as const;

/** The recognition model knows no ま, で and 効; it takes printed 令, whose shape differs between typefaces, for 今, 合 or 命. */
const meanings: Readonly<Record<string, number>> = {
  年: symbol.year,
  月: symbol.month,
  日: symbol.day,
  生: symbol.born,
  有: symbol.valid,
  元: symbol.firstYear,
  明: symbol.meiji,
  大: symbol.taisho,
  昭: symbol.showa,
  平: symbol.heisei,
  令: symbol.reiwa,
  今: symbol.reiwa,
  合: symbol.reiwa,
  命: symbol.reiwa,
  治: symbol.ji,
  正: symbol.sho,
  和: symbol.wa,
  成: symbol.sei,
  運: symbol.un,
  运: symbol.un,
  転: symbol.ten,
  转: symbol.ten,
  免: symbol.men,
  許: symbol.kyo,
  许: symbol.kyo,
  在: symbol.zai,
  留: symbol.ryu,
  健: symbol.ken,
  康: symbol.ko,
  保: symbol.ho,
  被: symbol.hi,
  基: symbol.ki,
  本: symbol.hon,
  台: symbol.dai,
};

/** Whether a symbol is one of the ten digits. */
export function isDigit(value: number | undefined): value is number {
  return value !== undefined && value <= 9;
}

/**
 * The meaning of each class of the recognition model.
 * @param dictionary the model's characters, one a line; class 0 is the CTC blank, then these, then the space (PaddleOCR `ppocr_keys_v1`)
 * @returns one symbol a class; half-width and full-width digits alike are digits
 */
export function symbolTable(dictionary: string): Uint8Array {
  const characters = dictionary.split(/\r?\n/);
  if (characters.at(-1) === '') characters.pop();
  const table = new Uint8Array(characters.length + 2).fill(symbol.other);
  for (const [index, character] of characters.entries()) {
    const plain = character.normalize('NFKC');
    table[index + 1] =
      /^[0-9]$/.test(plain) && !/[^0-9０-９]/u.test(character) ? Number(plain) : (meanings[character] ?? symbol.other);
  }
  return table;
}
