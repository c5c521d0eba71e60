import { isAbsolute, resolve } from 'node:path';
import type { Settings } from './generated/types.ts';
import { validateSettings } from './generated/validators.mjs';
import { type SettingsProblem, settingsProblems } from './settings-problem.ts';
import { type SettingSchema, settingAt, settingsIn } from './settings-schema.ts';

export type { Settings };

/** Settings of which any part may be left out. */
export type PartialSettings = Loosened<Settings>;
type Loosened<T> = T extends object ? { [Name in keyof T]?: Loosened<T[Name]> } : T;

/** What came of checking: whole settings, or everything that is wrong with them. */
export type SettingsVerdict =
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly problems: readonly SettingsProblem[] };

/**
 * Checks settings against their schema, fills in what is left out, and makes relative paths absolute. Pure.
 * @param given the value of a settings file; not changed
 * @param folder absolute; where relative paths count from, those of the overrides too
 * @param overrides laid over what is given
 */
export function checkSettings(given: unknown, folder: string, overrides: PartialSettings = {}): SettingsVerdict {
  const settings = layOver(given, overrides);
  if (!validateSettings(settings)) {
    return { ok: false, problems: settingsProblems(settings, validateSettings.errors ?? []) };
  }
  makeAbsolute(settings, settingAt([]) ?? {}, folder);
  return { ok: true, settings };
}

/** A new value: groups merged name by name, everything else taken from above where it is given there. */
function layOver(below: unknown, above: unknown): unknown {
  if (above === undefined) return structuredClone(below);
  if (!isGroup(above) || !isGroup(below)) return structuredClone(above);
  const names = new Set([...Object.keys(below), ...Object.keys(above)]);
  return Object.fromEntries([...names].map((name) => [name, layOver(own(below, name), own(above, name))]));
}

function makeAbsolute(group: object, schema: SettingSchema, folder: string): void {
  for (const [name, setting] of settingsIn(schema)) {
    const value: unknown = own(group, name);
    if (isGroup(value)) makeAbsolute(value, setting, folder);
    else if (setting.isPath && typeof value === 'string' && !isAddress(value)) {
      Reflect.set(group, name, isAbsolute(value) ? value : resolve(folder, value));
    }
  }
}

/** An input of ffmpeg may be an address, `rtsp://…`; a path never begins like one. */
const isAddress = (value: string): boolean => /^[a-z][a-z0-9+.-]+:/i.test(value);
const isGroup = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const own = (group: object, name: string): unknown =>
  Object.hasOwn(group, name) ? Reflect.get(group, name) : undefined;
