import { loadFaceEngine } from '../../firmware/face/engine.ts';
import { defaultModelFolder, defaultPackFile, readPack } from '../../firmware/face/pack.ts';
import { answerJobs } from '../workers/answer-jobs.ts';
import type { HostileJob } from './findings.ts';
import { knownFaces } from './known-faces.ts';
import { lookAtHostile } from './look.ts';
import { doors, kindsOf } from './mutations.ts';

/**
 * Makes this process one of the bench's, with an engine of its own. It looks at a picture of every kind before: what grows afterwards
 * grows by number.
 */
export async function work(): Promise<number> {
  const pack = await readPack(defaultPackFile());
  const engine = await loadFaceEngine({ pack, modelFolder: defaultModelFolder(), threads: 1 });
  const known = await knownFaces(engine);
  for (const door of doors)
    for (const index of kindsOf(door).keys()) await lookAtHostile(engine, known, { seed: 0, door, index });
  answerJobs((job: HostileJob) => lookAtHostile(engine, known, job));
  return 0; // and goes on while the channel is open
}
