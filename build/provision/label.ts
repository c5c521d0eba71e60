import { createHash, X509Certificate } from 'node:crypto';
import qrcode from 'qrcode-generator';

export interface Labelled {
  readonly serial: string;
  readonly model: string;
  /** The device's certificate, PEM. */
  readonly certificate: string;
}

/** What the label's code says: model, serial number, and the SHA-256 of the certificate, by which a device is known to be the one that was delivered. */
export function labelText({ serial, model, certificate }: Labelled): string {
  const fingerprint = createHash('sha256').update(new X509Certificate(certificate).raw).digest('hex');
  return `KAZASU:1:${model}:${serial}:${fingerprint}`;
}

/** A label of 60 × 30 mm as SVG, to be printed and stuck on the device. */
export function labelOf(device: Labelled): string {
  const code = qrcode(0, 'M');
  code.addData(labelText(device));
  code.make();
  const modules = code.getModuleCount();
  const size = 26 / (modules + 8); // four modules of quiet zone on each side
  const dots: string[] = [];
  for (let row = 0; row < modules; row += 1)
    for (let column = 0; column < modules; column += 1)
      if (code.isDark(row, column)) dots.push(`M${column + 4},${row + 4}h1v1h-1z`);
  const { serial, model, certificate } = device;
  const { fingerprint256 } = new X509Certificate(certificate);
  const lines = [`顔認証付きカードリーダー`, `型名 ${model}`, `製造番号 ${serial}`, fingerprint256.slice(0, 23)];
  const texts = lines.map(
    (line, at) => `<text x="30" y="${8 + 5.5 * at}" font-size="${at === 3 ? 2.2 : 2.8}">${escaped(line)}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="60mm" height="30mm" viewBox="0 0 60 30" font-family="sans-serif"><rect width="60" height="30" fill="#fff"/><g transform="translate(2 2) scale(${size})"><path d="${dots.join('')}"/></g>${texts.join('')}</svg>\n`;
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
