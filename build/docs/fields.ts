/** A JSON Schema, as far as the reference reads it. */
export interface Schema {
  readonly $ref?: string;
  readonly description?: string;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly format?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxItems?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly examples?: readonly unknown[];
}

/** One line of a message's table of fields. */
export interface FieldRow {
  /** Names from `data` on, joined by dots; `[]` behind a list. */
  readonly path: string;
  readonly type: string;
  readonly required: boolean;
  readonly description: string;
}

/** The fields below a schema, each before its own. `shared`: the definitions that references lead to. */
export function fieldRows(schema: Schema, shared: Readonly<Record<string, Schema>>, above = ''): FieldRow[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, given]) => {
    const field = resolved(given, shared);
    const path = `${above}${name}${field.type === 'array' ? '[]' : ''}`;
    const row: FieldRow = {
      path,
      type: typeWords(field, shared),
      required: schema.required?.includes(name) ?? false,
      description: field.description ?? '',
    };
    const inner = field.type === 'array' && field.items ? resolved(field.items, shared) : field;
    return [row, ...fieldRows(inner, shared, `${path}.`)];
  });
}

/** A schema with what its reference leads to beneath it. */
function resolved(schema: Schema, shared: Readonly<Record<string, Schema>>): Schema {
  const name = schema.$ref?.split('/').at(-1);
  const there = name === undefined ? undefined : shared[name];
  return there ? { ...there, ...schema } : schema;
}

function typeWords(field: Schema, shared: Readonly<Record<string, Schema>>): string {
  if (field.const !== undefined) return JSON.stringify(field.const);
  if (field.enum) return field.enum.join(' | ');
  if (field.type === 'array')
    return `list of ${field.items ? typeWords(resolved(field.items, shared), shared) : 'any'}`;
  const limits = [
    field.format,
    field.pattern && `/${field.pattern}/`,
    between(field.minLength, field.maxLength, 'characters'),
    between(field.minimum, field.maximum, ''),
  ].filter(Boolean);
  return [field.type ?? 'any', ...limits].join(', ');
}

function between(least: number | undefined, most: number | undefined, unit: string): string | undefined {
  if (least === undefined && most === undefined) return undefined;
  return `${least ?? 0} to ${most ?? '…'} ${unit}`.trim();
}
