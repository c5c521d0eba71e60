import { join } from 'node:path';
import { loadCardFaceReader } from '../../firmware/card-face/reader.ts';
import { projectHome } from '../../firmware/device/home.ts';

/** The reader as the check process loads it. */
export function loadReader() {
  return loadCardFaceReader({ modelFolder: join(projectHome(), 'models/card-face'), threads: 1 });
}
