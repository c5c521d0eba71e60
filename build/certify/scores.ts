import { cosine } from '../../firmware/face/compare.ts';
import { fuseTemplates } from '../../firmware/face/template.ts';
import { byPerson } from './by-person.ts';
import { shuffled } from './shuffled.ts';

/** A template of somebody. */
export interface Sample {
  readonly person: string;
  readonly groups: readonly string[];
  readonly values: Float32Array;
}

/** A comparison that scored high enough to matter, or any of one person with themself. */
export interface Score {
  readonly score: number;
  readonly one: string;
  readonly other: string;
}

/** All comparisons of a set. Impostor scores under `kept` are counted only. */
export interface Scores {
  readonly genuine: readonly Score[];
  /** Highest first. */
  readonly impostors: readonly Score[];
  readonly impostorCount: number;
  /** Samples of each person on either side: what resampling people needs. */
  readonly references: ReadonlyMap<string, number>;
  readonly probes: ReadonlyMap<string, number>;
  /** Whether both sides are the same samples, so that each pair was compared once. */
  readonly symmetric: boolean;
}

/** No threshold of interest lies below this cosine. */
const kept = 0.2;

/** Every pair of photos, each once. */
export const singleComparisons = (samples: readonly Sample[]): Scores => everyPair(samples, cosineOf, kept);

/** Every pair, each once, scored by `likeness` (higher: more alike); impostors under `least` are counted only. */
export function everyPair<One extends { readonly person: string }>(
  samples: readonly One[],
  likeness: (one: One, other: One) => number,
  least: number,
): Scores {
  const counts = countsOf(samples);
  const collector = new Collector(likeness, least);
  for (const [i, one] of samples.entries())
    for (let j = i + 1; j < samples.length; j++) collector.add(one, samples[j] as One);
  return { ...collector.scores(), references: counts, probes: counts, symmetric: true };
}

/**
 * Transactions (ISO/IEC 19795-1): each photo as the card's, against up to `most` other photos of one person, fused as the frames of
 * a live face are. Genuine ones leave the card's photo out.
 */
export function transactions(samples: readonly Sample[], most: number, random: () => number): Scores {
  const people = byPerson(samples);
  const probes = [...people.values()].map((own) => fused(shuffled(own, random).slice(0, most)));
  const collector = new Collector(cosineOf, kept);
  for (const reference of samples) {
    const others = (people.get(reference.person) ?? []).filter((sample) => sample !== reference);
    if (others.length > 0) collector.add(reference, fused(shuffled(others, random).slice(0, most)));
    for (const probe of probes) if (probe.person !== reference.person) collector.add(reference, probe);
  }
  return { ...collector.scores(), references: countsOf(samples), probes: countsOf(probes), symmetric: false };
}

/** Those among the members of a group alone. */
export function withinGroup<One extends { readonly groups: readonly string[] }>(
  samples: readonly One[],
  group: string,
): One[] {
  return samples.filter(({ groups }) => groups.includes(group));
}

const cosineOf = (one: Sample, other: Sample): number => cosine(one.values, other.values);

class Collector<One extends { readonly person: string }> {
  readonly #likeness: (one: One, other: One) => number;
  readonly #least: number;
  readonly #genuine: Score[] = [];
  readonly #impostors: Score[] = [];
  #count = 0;

  constructor(likeness: (one: One, other: One) => number, least: number) {
    this.#likeness = likeness;
    this.#least = least;
  }

  add(one: One, other: One): void {
    const score = this.#likeness(one, other);
    if (one.person === other.person) {
      this.#genuine.push({ score, one: one.person, other: other.person });
      return;
    }
    this.#count++;
    if (score >= this.#least) this.#impostors.push({ score, one: one.person, other: other.person });
  }

  scores(): Pick<Scores, 'genuine' | 'impostors' | 'impostorCount'> {
    this.#impostors.sort((a, b) => b.score - a.score);
    return { genuine: this.#genuine, impostors: this.#impostors, impostorCount: this.#count };
  }
}

const fused = (own: readonly Sample[]): Sample => ({
  ...(own[0] as Sample),
  values: fuseTemplates(own.map(({ values }) => ({ values, norm: 1, agreement: 1 }))).values,
});

function countsOf(samples: readonly { readonly person: string }[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { person } of samples) counts.set(person, (counts.get(person) ?? 0) + 1);
  return counts;
}
