/** What a record is made of: no fractions, whose notation could differ between languages. */
export type Plain = string | number | boolean | { readonly [name: string]: Plain };

/**
 * The one way to write a value: RFC 8785 (JSON Canonicalization Scheme) for whole numbers, texts, truth values and objects.
 * Names in the order of their UTF-16 code units, no spaces.
 */
export function canonicalJson(value: Plain): string {
  if (typeof value !== 'object') return JSON.stringify(value);
  const members = Object.keys(value)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${canonicalJson(value[name] as Plain)}`);
  return `{${members.join(',')}}`;
}
