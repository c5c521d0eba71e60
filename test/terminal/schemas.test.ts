import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { projectHome } from '../../firmware/device/home.ts';
import { messageType, problemsOf } from '../../firmware/terminal/cloud-event.ts';
import { incoming, outgoing } from '../../firmware/terminal/messages.ts';
import { eventTopic, parseRequestTopic, stateTopic } from '../../firmware/terminal/topics.ts';

const test = suite('schemas of the terminal protocol');
const folder = join(projectHome(), 'firmware/terminal');
const read = (file: string) => JSON.parse(readFileSync(join(folder, file), 'utf8'));
const files = readdirSync(join(folder, 'messages')).filter((file) => file !== 'definitions.schema.json');
const asyncapi = read('asyncapi.json');

/** Name of a message, as in `type`, by its schema file. */
const nameOf = (file: string) => file.replace('.schema.json', '').replace(/^(event|request)-/, '$1.');
const validators = new Map<string, (typeof outgoing)[keyof typeof outgoing] | (typeof incoming)[keyof typeof incoming]>(
  [
    ...Object.entries(outgoing),
    ...Object.entries(incoming).map(([name, validate]) => [`request.${name}`, validate] as const),
  ],
);
const validatorOf = (file: string) => {
  const validate = validators.get(nameOf(file));
  if (!validate) throw new Error(`no validator for ${file}`);
  return validate;
};

test('every schema file is a message of the code, and every message of the code has its file', () => {
  assert.equal(files.map(nameOf).sort(), [...validators.keys()].sort());
});

for (const file of files) {
  test(`${nameOf(file)}: its example is valid and complete`, () => {
    const [example] = read(`messages/${file}`).examples;
    const validate = validatorOf(file);
    assert.ok(validate(example), problemsOf(validate.errors));
    assert.is(example.type, messageType(nameOf(file)));
    const named = Object.keys(read(`messages/${file}`).properties.data.properties);
    for (const field of Object.keys(example.data)) assert.ok(named.includes(field), `${field} is in no schema`);
  });

  test(`${nameOf(file)}: each required field is missed, each unknown one ignored`, () => {
    const schema = read(`messages/${file}`);
    const [example] = schema.examples;
    const validate = validatorOf(file);
    for (const field of schema.properties.data.required ?? []) {
      const { [field]: _, ...rest } = example.data;
      assert.not.ok(validate({ ...example, data: rest }), field);
      assert.match(problemsOf(validate.errors), new RegExp(`/data/${field} is missing`));
    }
    assert.ok(validate({ ...example, later: 1, data: { ...example.data, later: { more: true } } }));
    assert.not.ok(validate({ ...example, type: 'kazasu.v1.other' }));
    assert.not.ok(validate({ ...example, specversion: '0.3' }));
  });
}

test('attribute names are lower-case letters and digits, as CloudEvents 1.0 section 3.1 asks', () => {
  for (const file of files)
    for (const name of Object.keys(read(`messages/${file}`).examples[0])) assert.match(name, /^[a-z0-9]{1,20}$/);
});

test('[R27] a verdict in the grace months that is not for qualification only is refused', () => {
  const [example] = read('messages/event-verdict.schema.json').examples;
  const grace = { ...example.data, certificateState: 'grace' };
  assert.not.ok(outgoing['event.verdict']({ ...example, data: { ...grace, qualificationOnly: false } }));
  assert.ok(outgoing['event.verdict']({ ...example, data: { ...grace, qualificationOnly: true } }));
});

test('a challenge has 16 to 64 bytes of canonical base64', () => {
  const [example] = read('messages/request-challenge.schema.json').examples;
  const takes = (challenge: string) => incoming.challenge({ ...example, data: { ...example.data, challenge } });
  for (let bytes = 0; bytes < 80; bytes += 1) {
    const challenge = Buffer.alloc(bytes, 0xa5).toString('base64');
    assert.is(takes(challenge), bytes >= 16 && bytes <= 64, `${bytes} bytes`);
    if (challenge.endsWith('=')) assert.not.ok(takes(challenge.replace(/=+$/, '')), `${bytes} bytes without padding`);
  }
  for (const wrong of ['AAAAAAAAAAAAAAAAAAAAAB==', 'AAAAAAAAAAAAAAAAAAAAA-==', 'AAAAAAAAAAAAAAAAAAAAAA==\n'])
    assert.not.ok(takes(wrong), wrong);
});

test('a refusal without code, words and next step is no reply', () => {
  const [example] = read('messages/reply.schema.json').examples;
  assert.not.ok(outgoing.reply({ ...example, data: { accepted: false } }));
  assert.ok(outgoing.reply({ ...example, data: { accepted: true } }));
});

test('[R30] the AsyncAPI document names every schema once, and every reference in it leads somewhere', () => {
  const refs: string[] = [];
  JSON.stringify(asyncapi, (key, value) => {
    if (key === '$ref') refs.push(value);
    return value;
  });
  for (const ref of refs.filter((one) => one.startsWith('#/'))) {
    const found = ref
      .slice(2)
      .split('/')
      .reduce((node, name) => node?.[name], asyncapi);
    assert.ok(found, ref);
  }
  const outside = refs.filter((ref) => !ref.startsWith('#/'));
  assert.equal(outside.sort(), files.map((file) => `./messages/${file}`).sort());
});

test('[R30] the AsyncAPI document has the topics and types of the code', () => {
  const addressOf = (name: string): string => asyncapi.channels[name].address.replace('{reader}', 'kazasu');
  const typeOf = (name: string): string => asyncapi.components.messages[name].name;
  const camel = (name: string) => name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
  assert.is(addressOf('state'), stateTopic('kazasu'));
  for (const name of Object.keys(outgoing).filter((one) => one.startsWith('event.'))) {
    const event = name.slice('event.'.length);
    assert.is(addressOf(camel(event)), eventTopic('kazasu', event));
    assert.is(typeOf(camel(event)), messageType(name));
  }
  for (const name of Object.keys(incoming)) {
    const key = camel(name);
    assert.equal(parseRequestTopic('kazasu', addressOf(key)), { version: 1, name });
    assert.is(typeOf(key), messageType(`request.${name}`));
    assert.is(asyncapi.operations[`receive${key[0]?.toUpperCase()}${key.slice(1)}`].action, 'receive');
  }
});

test('validators are made ahead: nothing in them compiles at run time, and making them again changes nothing', () => {
  const said = execFileSync(process.execPath, [join(projectHome(), 'build/generate.mjs')], { encoding: 'utf8' });
  assert.is(said, '');
  for (const room of ['terminal', 'device', 'records']) {
    const code = readFileSync(join(projectHome(), `firmware/${room}/generated/validators.mjs`), 'utf8');
    assert.not.match(code, /new Function|\beval\(|\brequire\(/);
  }
});

test.run();
