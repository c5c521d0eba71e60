import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { checkSettings, type PartialSettings, type Settings } from './settings-check.ts';
import { settingsFault } from './settings-faults.ts';
import { findJsonProblem } from './settings-json.ts';
import { inPresentLayout } from './settings-layouts.ts';

export type { PartialSettings, Settings };

/**
 * Reads the settings: defaults filled in, paths absolute.
 * @param path of the settings file, JSON by `settings.schema.json`
 * @param overrides laid over the file; their relative paths count from the file's folder too
 * @throws SETTINGS_MISSING, SETTINGS_UNREADABLE, SETTINGS_NOT_JSON (line and column),
 *   SETTINGS_INVALID (one line for each wrong setting: its path, what was found, what is allowed)
 */
export async function loadSettings(path: string, overrides?: PartialSettings): Promise<Settings> {
  const text = (await readText(path)).replace(/^\uFEFF/, '');
  const broken = findJsonProblem(text);
  if (broken) {
    const { line, column, problem } = broken;
    throw settingsFault('SETTINGS_NOT_JSON', `${path}, line ${line}, column ${column}: ${problem}`);
  }
  const verdict = checkSettings(inPresentLayout(JSON.parse(text)), dirname(resolve(path)), overrides);
  if (verdict.ok) return verdict.settings;
  const lines = verdict.problems.map(
    ({ path: setting, found, allowed }) => `  ${setting || '(the whole)'}: found ${found}; allowed: ${allowed}`,
  );
  throw settingsFault('SETTINGS_INVALID', `${path}\n${lines.join('\n')}\n`);
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw settingsFault(missing ? 'SETTINGS_MISSING' : 'SETTINGS_UNREADABLE', path, { cause: error });
  }
}
