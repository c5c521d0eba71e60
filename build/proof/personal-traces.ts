import { join } from 'node:path';
import type { CardFile } from '../../drivers/card/emulated/card-file.ts';
import { codeBOf } from '../../drivers/card/emulated/maker.ts';
import { parseCardFace } from '../../drivers/card/my-number-card/card-face.ts';
import { projectHome } from '../../firmware/device/home.ts';
import { loadFaceEngine } from '../../firmware/face/engine.ts';
import { defaultPackFile, readPack } from '../../firmware/face/pack.ts';
import { referenceTemplate } from '../../firmware/face/reference-template.ts';
import { type Trace, windowsOf } from './memory-of-processes.ts';

/** Everything of a card's holder that must never be found outside a running check. */
export async function personalTraces(card: CardFile): Promise<Trace[]> {
  const photo = parseCardFace(cardFaceOf(card)).photoJp2;
  const pack = await readPack(defaultPackFile());
  const engine = await loadFaceEngine({ pack, modelFolder: join(projectHome(), 'models/face'), threads: 2 });
  try {
    const decoded = await engine.decodeChipPhoto(photo);
    const template = await referenceTemplate(photo, engine);
    const rgb = Buffer.from(decoded.rgb);
    const grey = Buffer.from(rgb.filter((_, at) => at % 3 === 0));
    const verifyPin = Buffer.concat([Buffer.from('0020008004', 'hex'), Buffer.from('1234')]);
    return [
      ...windowsOf('photo', photo),
      ...windowsOf('decoded photo', rgb, { length: 48, step: 3 * decoded.width }),
      ...windowsOf('decoded photo', grey, { length: 32, step: decoded.width }),
      { name: 'template', bytes: Buffer.from(template.values.buffer, template.values.byteOffset, 64) },
      { name: '照合番号B', bytes: Buffer.from(codeBOf(card)) },
      { name: 'VERIFY with the PIN', bytes: verifyPin },
    ];
  } finally {
    await engine.close();
  }
}

/** EF 0002 of the visual-inspection application. */
function cardFaceOf(card: CardFile): Buffer {
  const application = card.applications.find(({ name }) => name === 'visual-inspection');
  const file = application?.files.find(({ id }) => id === '0002');
  if (file?.type !== 'binary') throw new Error('the card has no card face');
  return Buffer.from(file.content, 'base64');
}
