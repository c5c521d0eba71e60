/** Samples of each person, in the order given. */
export function byPerson<One extends { readonly person: string }>(samples: readonly One[]): Map<string, One[]> {
  const people = new Map<string, One[]>();
  for (const sample of samples) {
    const own = people.get(sample.person);
    if (own) own.push(sample);
    else people.set(sample.person, [sample]);
  }
  return people;
}
