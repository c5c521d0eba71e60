import schema from './settings.schema.json' with { type: 'json' };

/** What this project uses of JSON Schema in the settings. */
export interface SettingSchema {
  readonly title?: string;
  readonly description?: string;
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly isPath?: boolean;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly properties?: Readonly<Record<string, SettingSchema>>;
  readonly $ref?: string;
}

const definitions: Readonly<Record<string, SettingSchema>> = schema.$defs;

/** The schema of a group's settings by name, with what `$ref` points to in its place. */
export function settingsIn(group: SettingSchema): ReadonlyMap<string, SettingSchema> {
  return new Map(Object.entries(group.properties ?? {}).map(([name, setting]) => [name, meant(setting)]));
}

/** The schema of the setting at a path of names; undefined where there is none. The empty path is the whole. */
export function settingAt(path: readonly string[]): SettingSchema | undefined {
  return path.reduce<SettingSchema | undefined>(
    (group, name) => (group === undefined ? undefined : settingsIn(group).get(name)),
    schema,
  );
}

function meant(setting: SettingSchema): SettingSchema {
  if (setting.$ref === undefined) return setting;
  return { ...definitions[setting.$ref.replace('#/$defs/', '')], ...setting };
}
