// Makes TypeScript types and validators out of the JSON Schema files, which are the truth. Writes only what has changed.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { makeAsyncapi } from './asyncapi.mjs';

const home = join(import.meta.dirname, '..');

/**
 * @typedef {{ [keyword: string]: any }} Schema
 * @typedef {object} Room one folder whose `generated/` is made
 * @property {string} folder
 * @property {string[]} schemas files in it, relative to it; each becomes a type and a validator
 * @property {string[]} shared files that only the others refer to
 * @property {boolean} [fillsDefaults] the validator fills in defaults, so what has a default is never missing in the type
 */

/** @returns {Room[]} */
function rooms() {
  const messages = readdirSync(join(home, 'firmware/terminal/messages')).filter((file) =>
    file.endsWith('.schema.json'),
  );
  const shared = 'definitions.schema.json';
  return [
    {
      folder: 'firmware/terminal',
      schemas: messages.filter((file) => file !== shared).map((file) => `messages/${file}`),
      shared: [`messages/${shared}`],
    },
    {
      folder: 'firmware/device',
      schemas: ['settings.schema.json'],
      shared: [],
      fillsDefaults: true,
    },
    { folder: 'firmware/records', schemas: ['operation-entry.schema.json'], shared: [] },
    { folder: 'firmware/voice', schemas: ['voice-pack.schema.json'], shared: [] },
  ];
}

/** @param {Room} room @param {string} file @returns {Schema} */
const readSchema = (room, file) => JSON.parse(readFileSync(join(home, room.folder, file), 'utf8'));

/** Everything that the output depends on. @param {Room} room */
function fingerprint(room) {
  const sum = createHash('sha256').update(readFileSync(import.meta.filename));
  for (const tool of ['ajv', 'ajv-formats', 'json-schema-to-typescript'])
    sum.update(readFileSync(join(home, 'node_modules', tool, 'package.json')));
  for (const file of [...room.shared, ...room.schemas])
    sum.update(file).update(readFileSync(join(home, room.folder, file)));
  return sum.digest('hex');
}

/** The types of a room: each schema's title is the name of its type. @param {Room} room @returns {Promise<string>} */
async function makeTypes(room) {
  const { compile } = await import('json-schema-to-typescript');
  const cwd = join(home, room.folder, dirname(/** @type {string} */ (room.schemas[0])));
  // One root that names them all, so that shared definitions are declared once.
  const root = {
    title: 'All',
    type: 'object',
    required: room.schemas.map((file) => readSchema(room, file).title),
    additionalProperties: false,
    properties: Object.fromEntries(
      room.schemas.map((file) => {
        const schema = readSchema(room, file);
        return [schema.title, forTypes(schema, room.fillsDefaults ?? false)];
      }),
    ),
  };
  return compile(/** @type {any} */ (root), 'All', {
    cwd: `${cwd}/`,
    bannerComment: '',
    additionalProperties: false,
    unknownAny: true,
    format: false,
    maxItems: -1,
  });
}

/** Keywords that say nothing about the type, or are put in place. */
const notForTypes = ['$schema', '$id', '$defs', '$ref', 'examples', 'if', 'then', 'else', 'pattern', 'isPath'];

/**
 * A schema as the type generator wants it: only what makes the type, its own definitions in place of their references,
 * and, where the validator fills in defaults, with everything required that has one, and inner types without names.
 * @param {Schema} schema @param {boolean} filled
 */
function forTypes(schema, filled) {
  return { ...typed(schema), title: schema.title };

  /** @param {any} node @returns {any} */
  function typed(node) {
    if (Array.isArray(node)) return node.map(typed);
    if (typeof node !== 'object' || node === null) return node;
    const local = node.$ref?.startsWith('#/$defs/') ? schema.$defs[node.$ref.slice('#/$defs/'.length)] : undefined;
    if (local) return typed({ ...local, ...node, $ref: undefined });
    /** @type {Schema} */
    const out = {};
    for (const [keyword, value] of Object.entries(node)) {
      if (keyword === 'properties')
        out[keyword] = Object.fromEntries(Object.entries(value).map(([k, v]) => [k, typed(v)]));
      else if (keyword === '$ref' && value) out[keyword] = value;
      else if (!notForTypes.includes(keyword)) out[keyword] = typed(value);
    }
    if (filled) {
      delete out.title;
      const withDefault = Object.entries(out.properties ?? {}).filter(([, property]) => 'default' in property);
      if (withDefault.length) out.required = [...(out.required ?? []), ...withDefault.map(([name]) => name)];
    }
    return out;
  }
}

/** The validators of a room as an ES module. @param {Room} room @returns {Promise<string>} */
async function makeValidators(room) {
  const [{ default: ajvModule }, { default: standaloneModule }, { default: formatsModule }] = await Promise.all([
    import('ajv/dist/2020.js'),
    import('ajv/dist/standalone/index.js'),
    import('ajv-formats'),
  ]);
  const ajv = new ajvModule.default({
    allErrors: true,
    strict: true,
    strictTypes: false, // keywords beside a $ref have their type there,
    strictRequired: false, // and required names their properties
    discriminator: true,
    useDefaults: room.fillsDefaults ?? false,
    code: { source: true, esm: true },
  });
  formatsModule.default(ajv, ['date-time']);
  ajv.addKeyword({ keyword: 'isPath', schemaType: 'boolean' });
  for (const file of room.shared) ajv.addSchema(readSchema(room, file));
  /** @type {Record<string, string>} */
  const exported = {};
  for (const file of room.schemas) {
    const schema = readSchema(room, file);
    ajv.addSchema(schema);
    exported[`validate${schema.title}`] = schema.$id;
  }
  return importsForRequires(standaloneModule.default(ajv, exported));
}

/** ajv's stand-alone code requires its run-time helpers even as an ES module: imports in their place. @param {string} code */
function importsForRequires(code) {
  /** @type {Map<string, string>} */
  const imports = new Map();
  const body = code.replace(/require\("([^"]+)"\)/g, (_, module) => {
    const name = imports.get(module) ?? `helper${imports.size}`;
    imports.set(module, name);
    return name;
  });
  const lines = [...imports].map(([module, name]) => `import ${name} from '${module}.js';\n`);
  return lines.join('') + body.replace(/^"use strict";/, '');
}

/** What TypeScript knows of the validators. @param {Room} room */
function declareValidators(room) {
  const titles = room.schemas.map((file) => readSchema(room, file).title);
  return `import type { ErrorObject } from 'ajv';
import type { ${titles.join(', ')} } from './types.ts';

export interface Validator<T> {
  (value: unknown): value is T;
  errors?: ErrorObject[] | null;
}
${titles.map((title) => `export declare const validate${title}: Validator<${title}>;`).join('\n')}
`;
}

/** Whether it was written. @param {string} file @param {string} text */
function writeIfChanged(file, text) {
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return false;
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file); // whoever bundles meanwhile sees the old or the new, never half of it
  return true;
}

/** Brings every `generated/` folder up to date; a fraction of a second when it is. @returns {Promise<string[]>} the folders in which something was made anew */
export async function generate() {
  const made = [];
  const terminal = join(home, 'firmware/terminal');
  if (writeIfChanged(join(terminal, 'asyncapi.json'), makeAsyncapi(terminal))) made.push('firmware/terminal');
  for (const room of rooms()) {
    const target = join(home, room.folder, 'generated');
    const stamp = `// Made by build/${basename(import.meta.filename)} from the schemas; ${fingerprint(room)}\n`;
    const isFresh = (/** @type {string} */ file) =>
      existsSync(join(target, file)) && readFileSync(join(target, file), 'utf8').startsWith(stamp);
    if (['types.ts', 'validators.mjs', 'validators.d.mts'].every(isFresh)) continue;
    mkdirSync(target, { recursive: true });
    writeIfChanged(join(target, 'types.ts'), stamp + (await makeTypes(room)));
    writeIfChanged(join(target, 'validators.mjs'), stamp + (await makeValidators(room)));
    writeIfChanged(join(target, 'validators.d.mts'), stamp + declareValidators(room));
    made.push(room.folder);
  }
  return made;
}

if (import.meta.filename === process.argv[1]) {
  for (const folder of await generate()) console.log(`generated  ${folder}`);
}
