import { type Random, seededRandom } from '../../drivers/camera/emulated/random.ts';
import { isMatch } from '../../firmware/face/compare.ts';
import type { FaceEngine } from '../../firmware/face/engine.ts';
import { lookAtFrame } from '../../firmware/face/look-at-frame.ts';
import { decodeJpeg } from '../../firmware/face/picture.ts';
import { usualQuality } from '../../firmware/face/quality.ts';
import { referenceTemplate } from '../../firmware/face/reference-template.ts';
import type { Template } from '../../firmware/face/template.ts';
import { CodedError } from '../../firmware/records/coded-error.ts';
import { oneOf } from '../hostile/mutation.ts';
import type { HostileFinding, HostileJob } from './findings.ts';
import type { KnownFace } from './known-faces.ts';
import { type Door, kindsOf, mutatePicture, showsBoth } from './mutations.ts';

/** What a door made of one picture. */
type Seen =
  | { readonly outcome: 'refused' | 'hint' | 'uncoded'; readonly code: string }
  | { readonly template: Template };

/** Makes the job's picture and sends it through its door, as the check process would. */
export async function lookAtHostile(
  engine: FaceEngine,
  known: readonly KnownFace[],
  job: HostileJob,
): Promise<HostileFinding> {
  const { door, kind, picture, shown } = await hostilePicture(known, job);
  const began = performance.now();
  const seen = await sees[door](engine, picture).catch(refusal);
  const about = { ...job, kind, ms: performance.now() - began, peakMiB: process.resourceUsage().maxRSS / 1024 };
  if ('outcome' in seen) return { ...about, ...seen };
  const matched = known.filter(({ templates }) =>
    templates.some((template) => isMatch(template, seen.template, engine.pack.threshold)),
  );
  seen.template.values.fill(0);
  if (matched.some((person) => !shown.includes(person))) return { ...about, outcome: 'matched-stranger' };
  return { ...about, outcome: matched.length > 0 ? 'matched-own' : 'template' };
}

/** Makes the picture of a job; `shown` are the people that may be seen in it. */
async function hostilePicture(known: readonly KnownFace[], { seed, door, index }: HostileJob) {
  const random = seededRandom(jobSeed(seed, door, index));
  const kind = kindOf({ door, index });
  const [one, other] = [oneOf(random, known), oneOf(random, known)];
  const pictureOf = (person: KnownFace, by: Random) => oneOf(by, person.pictures[door]);
  const picture = await mutatePicture(door, kind, random, pictureOf(one, random), pictureOf(other, random));
  return { door, kind, picture, shown: showsBoth(kind) ? [one, other] : [one] };
}

/** The mutations in turn. */
export function kindOf({ door, index }: Pick<HostileJob, 'door' | 'index'>): string {
  const kinds = kindsOf(door);
  return kinds[index % kinds.length] ?? '';
}

const jobSeed = (seed: number, door: Door, index: number) =>
  (2 * seed + (door === 'frame' ? 0 : 1)) * 1_000_003 + index;

const sees: Readonly<Record<Door, (engine: FaceEngine, picture: Buffer) => Promise<Seen>>> = {
  photo: async (engine, photo) => ({ template: await referenceTemplate(photo, engine) }),
  frame: async (engine, jpeg) => {
    const picture = await decodeJpeg(jpeg);
    try {
      const look = await lookAtFrame(engine, picture, usualQuality);
      return look.hint === undefined ? { template: look.template } : { outcome: 'hint', code: look.hint };
    } finally {
      picture.rgb.fill(0);
    }
  },
};

/** A coded error names the next step; anything else must not have been thrown. */
function refusal(error: unknown): Seen {
  if (error instanceof CodedError && error.next !== '') return { outcome: 'refused', code: error.code };
  return { outcome: 'uncoded', code: String(error).slice(0, 200) };
}
