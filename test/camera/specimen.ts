import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PrintedFace } from '../../drivers/card/emulated/printed-face.ts';
import { projectHome } from '../../firmware/device/home.ts';

/** A fictional holder's printed card. */
export async function specimen(changes: Partial<PrintedFace> = {}): Promise<PrintedFace> {
  const photo = await readFile(join(projectHome(), 'drivers/desk/portraits/grace-hopper.jpg'));
  return {
    name: '番号 花子',
    address: '東京都千代田区霞が関一丁目2番2号',
    sex: '女',
    birth: '昭和55年 2月17日生',
    expiry: '2035年 2月17日まで有効',
    securityCode: '2285',
    issuer: '千代田区長',
    pinless: false,
    photo: photo.toString('base64'),
    ...changes,
  };
}
