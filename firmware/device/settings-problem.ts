import type { ErrorObject } from 'ajv';
import { nearestName } from './settings-nearest-name.ts';
import { type SettingSchema, settingAt, settingsIn } from './settings-schema.ts';

/** One wrong setting. */
export interface SettingsProblem {
  /** Names joined by dots, as in `check.threads`; empty for the whole file. */
  readonly path: string;
  readonly found: string;
  readonly allowed: string;
}

/** Puts the validator's errors into words: each wrong setting once, in the order of the file. */
export function settingsProblems(given: unknown, errors: readonly ErrorObject[]): SettingsProblem[] {
  const byPath = new Map<string, SettingsProblem>();
  for (const error of errors) {
    if (error.keyword === 'if') continue; // what `then` misses is told by itself
    const problem = inWords(given, error);
    if (!byPath.has(problem.path)) byPath.set(problem.path, problem);
  }
  return [...byPath.values()];
}

function inWords(given: unknown, { keyword, instancePath, params }: ErrorObject): SettingsProblem {
  const at = instancePath.split('/').slice(1).map(unescapePointer);
  if (keyword === 'additionalProperties') return unknownName(at, String(params.additionalProperty));
  const path = keyword === 'required' ? [...at, String(params.missingProperty)] : at;
  const setting = settingAt(path);
  return {
    path: path.join('.'),
    found: keyword === 'required' ? 'nothing, though its driver needs it' : shown(valueAt(given, path)),
    allowed: setting ? allowedFor(setting) : 'no such setting',
  };
}

function unknownName(group: readonly string[], name: string): SettingsProblem {
  const known = [...settingsIn(settingAt(group) ?? {}).keys()].filter((one) => one !== '$schema');
  const nearest = nearestName(name, known);
  return {
    path: [...group, name].join('.'),
    found: 'a name that no setting has',
    allowed:
      nearest === undefined ? `one of ${known.join(', ')}` : `did you mean "${nearest}"? (one of ${known.join(', ')})`,
  };
}

/** What a setting may be, in words. */
export function allowedFor(setting: SettingSchema): string {
  if (setting.enum) return `one of ${setting.enum.map((one) => JSON.stringify(one)).join(', ')}`;
  const example = setting.examples?.[0] === undefined ? '' : `, such as ${JSON.stringify(setting.examples[0])}`;
  switch (setting.type) {
    case 'boolean':
      return 'true or false';
    case 'integer':
      return `a whole number from ${setting.minimum} to ${setting.maximum}`;
    case 'string':
      if (setting.pattern !== undefined) return `a text of the form ${setting.pattern}${example}`;
      return `a text of 1 to ${setting.maxLength} characters${example}`;
    default:
      return `a group of settings in braces: ${[...settingsIn(setting).keys()].join(', ')}`;
  }
}

function valueAt(given: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (group, name) => (typeof group === 'object' && group !== null ? Reflect.get(group, name) : undefined),
    given,
  );
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

const unescapePointer = (part: string): string => part.replaceAll('~1', '/').replaceAll('~0', '~');
