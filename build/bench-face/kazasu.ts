import { cosine } from '../../firmware/face/compare.ts';
import { loadFaceEngine } from '../../firmware/face/engine.ts';
import { defaultModelFolder, defaultPackFile, readPack } from '../../firmware/face/pack.ts';
import { decodeJpeg } from '../../firmware/face/picture.ts';
import { usualQuality } from '../../firmware/face/quality.ts';
import { templateQuality } from '../../firmware/face/template-quality.ts';
import { findPerson } from '../certify/look-at-photo.ts';
import type { Contender } from './contender.ts';

/** Our pipeline with the pack that the project brings, on one thread. Its gate is that of a live frame. */
export async function loadKazasu(): Promise<Contender> {
  const pack = await readPack(defaultPackFile());
  const engine = await loadFaceEngine({ pack, modelFolder: defaultModelFolder(), threads: 1 });
  return {
    engine: 'onnxruntime-node, CPU',
    threshold: pack.threshold,
    likeness: cosine,
    look: async (jpeg) => {
      const person = await findPerson(await decodeJpeg(jpeg), engine, usualQuality);
      if (!person) return undefined;
      const template = await engine.embed(person.aligned);
      const quality = templateQuality(pack, template, person.face.score);
      return { template: template.values, passes: person.hint === undefined && quality >= pack.quality.least };
    },
  };
}
