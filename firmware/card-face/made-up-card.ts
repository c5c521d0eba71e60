import sharp from 'sharp';

const size = { width: 1280, height: 800 };
/** A finder pattern of modules of 8 pixels (ISO/IEC 18004, 6.3.3). */
const finder = 'M950 200h56v56h-56zM958 208v40h40v-40zM966 216h24v24h-24z';
/** Strokes as an SVG path, each character 16 high. */
const strokes = {
  '0': 'M5 0Q9 0 9 8T5 16Q1 16 1 8T5 0',
  '1': 'M2 3L5 0V16',
  '2': 'M1 4Q1 0 5 0T9 4Q9 8 1 16H9',
  '3': 'M1 2Q2 0 5 0Q9 0 9 4T4 8Q9 8 9 12T5 16Q1 16 1 14',
  '4': 'M7 16V0L0 11H10',
  年: 'M4 0L1 5M4 2H14M4 6H13M4 6V11M0 11H16M9 2V17',
  月: 'M4 0H13V16M4 0V9Q4 13 1 16M4 5H13M4 10H13',
  日: 'M3 0H13V16H3ZM3 8H13',
  生: 'M4 1L1 6M3 4H14M3 9H13M0 16H16M8 0V16',
  有: 'M0 3H16M7 0Q5 7 0 10M5 7V17M5 6H13V17M5 9.5H13M5 13H13',
};
type Character = keyof typeof strokes;

/**
 * Draws the face of a card that nobody has, as the card camera would see it: a title, 2014年1月3日生, 2034年1月3日有 and 1234, in strokes of
 * our own, for a reader in use has no font for print and none of the emulator's drawing; and one corner of a QR code, which is none yet.
 * @returns JPEG, 1280 × 800
 */
export function drawMadeUpCard(): Promise<Buffer> {
  const lines = [
    line('年月日生有年月', 330, 120, 36),
    line('2014年1月3日生', 200, 300, 30),
    line('2034年1月3日有', 200, 420, 30),
    line('1234', 760, 600, 26),
  ];
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}">
    <rect width="100%" height="100%" fill="#282828"/>
    <g transform="rotate(1.5 640 400)"><rect x="150" y="90" width="980" height="618" rx="36" fill="#e1e1e1"/>
    <path fill="#303030" fill-rule="evenodd" d="${finder}"/>
    <g fill="none" stroke="#303030" stroke-width="1.8">${lines.join('')}</g></g></svg>`; // cards lie askew
  return sharp(Buffer.from(drawing)).removeAlpha().jpeg().toBuffer();
}

function line(text: string, x: number, y: number, height: number): string {
  const scale = height / 16;
  let left = x;
  const paths: string[] = [];
  for (const character of text as Iterable<Character>) {
    paths.push(`<path transform="translate(${left} ${y}) scale(${scale})" d="${strokes[character]}"/>`);
    left += (character > '9' ? 19 : 13) * scale;
  }
  return paths.join('');
}
