// Makes the AsyncAPI document out of its frame and the message schemas: one channel, one operation and one message for each of them.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @typedef {object} MessageFile one message of the protocol
 * @property {string} file its schema, below `messages/`
 * @property {'state' | 'event' | 'request' | 'reply'} kind
 * @property {string} key its name in the document
 * @property {string} type as in `type`
 * @property {any} schema
 */

const shared = 'definitions.schema.json';
const camel = (/** @type {string} */ name) => name.replace(/-([a-z])/g, (_, letter) => letter.toUpperCase());

/** The messages of the protocol in the order of the document: state, events, requests, reply. @param {string} folder firmware/terminal @returns {MessageFile[]} */
export function messageFiles(folder) {
  const kinds = ['state', 'event', 'request', 'reply'];
  const files = readdirSync(join(folder, 'messages')).filter((file) => file.endsWith('.json') && file !== shared);
  return files
    .map((file) => {
      const [, kind = '', name = ''] = /^(state|event|request|reply)(?:-(.+))?\.schema\.json$/.exec(file) ?? [];
      const schema = JSON.parse(readFileSync(join(folder, 'messages', file), 'utf8'));
      const known = /** @type {MessageFile['kind']} */ (kind);
      return { file, kind: known, key: camel(name || kind), type: schema.properties.type.const, schema };
    })
    .sort((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || a.key.localeCompare(b.key));
}

const addressEnd = {
  state: () => 'state',
  event: (/** @type {string} */ name) => `event/${name}`,
  request: (/** @type {string} */ name) => `request/${name}`,
  reply: () => 'reply/{terminal}',
};
const channelWords = {
  state: 'Retained.',
  event: undefined,
  request: 'Reaches the reader alone, no other terminal.',
  reply: 'Where the request asked for it by `replyto`; `…/reply/unaddressed` when it named no usable one.',
};
const ref = (/** @type {string} */ to) => ({ $ref: `#/${to}` });

/** @param {MessageFile} message */
function channelOf({ kind, key, type }) {
  const parameters = { reader: ref('components/parameters/reader') };
  const words = channelWords[kind];
  return {
    address: `kazasu/1/{reader}/${addressEnd[kind](type.split('.').at(-1) ?? '')}`,
    ...(words ? { description: words } : {}),
    messages: { [key]: ref(`components/messages/${key}`) },
    parameters: kind === 'reply' ? { ...parameters, terminal: ref('components/parameters/terminal') } : parameters,
  };
}

/** @param {MessageFile} message */
function operationOf({ kind, key }) {
  const mqtt = kind === 'state' ? { qos: 1, retain: true } : { qos: 1 };
  const common = {
    channel: ref(`channels/${key}`),
    messages: [ref(`channels/${key}/messages/${key}`)],
    bindings: { mqtt },
  };
  if (kind !== 'request') return { action: 'send', ...common };
  const reply = { address: { location: '$message.payload#/replyto' }, channel: ref('channels/reply') };
  return { action: 'receive', ...common, reply };
}

/** @param {MessageFile} message */
function messageOf({ file, type, schema }) {
  return {
    name: type,
    title: schema.properties.data.title,
    summary: schema.description,
    contentType: 'application/cloudevents+json',
    payload: {
      schemaFormat: 'application/schema+json;version=2020-12',
      schema: { $ref: `./messages/${file}` },
    },
  };
}

/** The document as text. @param {string} folder firmware/terminal */
export function makeAsyncapi(folder) {
  const { components, ...frame } = JSON.parse(readFileSync(join(folder, 'asyncapi-frame.json'), 'utf8'));
  const messages = messageFiles(folder);
  const named = (/** @type {(message: MessageFile) => object} */ make) =>
    Object.fromEntries(messages.map((message) => [message.key, make(message)]));
  const capital = (/** @type {string} */ key) => key.charAt(0).toUpperCase() + key.slice(1);
  const operations = Object.fromEntries(
    messages
      .filter(({ kind }) => kind !== 'reply') // it stands in its request
      .map((message) => {
        const operation = operationOf(message);
        return [`${operation.action}${capital(message.key)}`, operation];
      }),
  );
  const document = {
    ...frame,
    channels: named(channelOf),
    operations,
    components: { ...components, messages: named(messageOf) },
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
