import { join } from 'node:path';
import sharp from 'sharp';
import type { PrintedFace } from '../../drivers/card/emulated/printed-face.ts';
import { projectHome } from '../../firmware/device/home.ts';

const fontfile = join(projectHome(), 'node_modules/@expo-google-fonts/noto-sans-jp/500Medium/NotoSansJP_500Medium.ttf');

/** A card of the same fields in Noto Sans JP, otherwise laid out than the emulated card: nothing stands where it stands there. */
export async function drawOtherLayout(face: PrintedFace): Promise<Buffer> {
  const layers = await Promise.all([
    line(face.name, 360, 60, 44),
    line(face.address, 360, 130, 26),
    line(face.securityCode, 800, 215, 36),
    line(face.expiry, 360, 290, 30),
    line(face.sex, 800, 290, 30),
    line(face.birth, 360, 370, 34),
    line(face.issuer, 360, 560, 26),
  ]);
  const corners = Buffer.from(
    '<svg xmlns="http://www.w3.org/2000/svg" width="1012" height="638"><rect width="1012" height="638" rx="38"/></svg>',
  );
  const photo = await sharp(Buffer.from(face.photo, 'base64')).resize(270, 360, { fit: 'cover' }).toBuffer();
  return sharp({ create: { width: 1012, height: 638, channels: 4, background: '#d9e6df' } })
    .composite([...layers, { input: photo, left: 40, top: 150 }, { input: corners, blend: 'dest-in' }])
    .png()
    .toBuffer();
}

async function line(text: string, left: number, top: number, em: number) {
  const input = await sharp({
    text: { text, font: `Noto Sans JP Medium ${em}`, fontfile, dpi: 72, rgba: true, wrap: 'none' },
  })
    .png()
    .toBuffer();
  return { input, left, top };
}
