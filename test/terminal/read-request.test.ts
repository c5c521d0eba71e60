import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readRequest } from '../../firmware/terminal/read-request.ts';
import { isReplyTopic, parseRequestTopic } from '../../firmware/terminal/topics.ts';
import { requestOf } from './terminals.ts';

const test = suite('reading a request');
const session = 'c41d6f0a-8a53-4a0e-9b5e-6f4f6a3d2b10';
const topic = (name: string, version = 1) => `kazasu/${version}/kazasu/request/${name}`;
const bytes = (value: unknown) => Buffer.from(JSON.stringify(value));
const good = requestOf('cancel', { session });

test('a request that keeps to its schema is read, unknown fields ignored', () => {
  const read = readRequest('kazasu', topic('cancel'), bytes({ ...good, later: 1, data: { session, more: 2 } }));
  assert.is(read.request?.name, 'cancel');
  assert.equal(read.request?.data, { session, more: 2 });
  assert.is(read.replyTopic, 'kazasu/1/kazasu/reply/counter-1');
  assert.is(read.inreplyto, good.id);
});

test('[R32] a name with ● is passed as it came', () => {
  const read = readRequest(
    'kazasu',
    topic('eligibility'),
    bytes(requestOf('eligibility', { session, result: 'valid', name: '番号 ●子' })),
  );
  assert.is(read.request?.name === 'eligibility' && read.request.data.name, '番号 ●子');
});

const wrong: [what: string, topic: string, payload: Buffer, code: string, said: string][] = [
  ['another version in the topic', topic('cancel', 2), bytes(good), 'PROTOCOL_VERSION_UNKNOWN', ''],
  [
    'another version in the type',
    topic('cancel'),
    bytes({ ...good, type: 'kazasu.v2.request.cancel' }),
    'PROTOCOL_VERSION_UNKNOWN',
    '',
  ],
  ['an unknown request', topic('reboot'), bytes(good), 'REQUEST_UNKNOWN', 'reboot'],
  ['a name of Object.prototype', topic('constructor'), bytes(good), 'REQUEST_UNKNOWN', 'constructor'],
  [
    'the type of another request',
    topic('challenge'),
    bytes(good),
    'MESSAGE_INVALID',
    '/type must be "kazasu.v1.request.challenge"',
  ],
  ['no type', topic('cancel'), bytes({ ...good, type: undefined }), 'MESSAGE_INVALID', '/type'],
  ['no session', topic('cancel'), bytes({ ...good, data: {} }), 'MESSAGE_INVALID', '/data/session is missing'],
  ['no data', topic('cancel'), bytes({ ...good, data: undefined }), 'MESSAGE_INVALID', '/data is missing'],
  [
    'a session of another form',
    topic('cancel'),
    bytes({ ...good, data: { session: 'a b' } }),
    'MESSAGE_INVALID',
    '/data/session has not the form',
  ],
  [
    'a result that is none',
    topic('eligibility'),
    bytes(requestOf('eligibility', { session, result: 'ok' })),
    'MESSAGE_INVALID',
    '/data/result must be one of valid, invalid',
  ],
  [
    'a short challenge',
    topic('challenge'),
    bytes(requestOf('challenge', { session, challenge: 'AAAA' })),
    'MESSAGE_INVALID',
    '/data/challenge',
  ],
  ['a list', topic('cancel'), bytes([good]), 'MESSAGE_NOT_JSON', ''],
  ['no JSON', topic('cancel'), Buffer.from('cancel'), 'MESSAGE_NOT_JSON', ''],
  ['nothing', topic('cancel'), Buffer.alloc(0), 'MESSAGE_NOT_JSON', ''],
  ['no UTF-8', topic('cancel'), Buffer.from(JSON.stringify({ ...good, extra: 'é' }), 'latin1'), 'MESSAGE_NOT_JSON', ''],
  ['64 KiB and a byte', topic('cancel'), Buffer.alloc(65537, 0x20), 'MESSAGE_TOO_LARGE', ''],
];

for (const [what, to, payload, code, said] of wrong) {
  test(`refused with ${code}: ${what}`, () => {
    const read = readRequest('kazasu', to, payload);
    assert.is(read.error?.code, code);
    assert.ok(read.error?.message.includes(said), read.error?.message);
  });
}

test("attack: a reply topic of the reader's own, of another reader or with wildcards is never used", () => {
  const topics = ['event/verdict', 'state', 'request/cancel', 'reply/', 'reply/a/b', 'reply/+', 'reply/#'].map(
    (end) => `kazasu/1/kazasu/${end}`,
  );
  for (const replyto of [...topics, 'kazasu/1/other/reply/a', '$SYS/a', '', 7, null, {}]) {
    const read = readRequest('kazasu', topic('cancel'), bytes({ ...good, replyto }));
    assert.is(read.replyTopic, 'kazasu/1/kazasu/reply/unaddressed', String(replyto));
    assert.is(read.error?.code, 'MESSAGE_INVALID');
    assert.ok(read.error?.message.includes('/replyto'));
  }
});

test('what a terminal sent never stands in the refusal: it may name a patient', () => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 5, maxLength: 40 }).map((text) => `番${text}`),
      (secret) => {
        for (const name of ['eligibility', 'challenge', 'cancel', 'mode']) {
          const data = {
            session: secret,
            result: secret,
            challenge: secret,
            mode: secret,
            localNumber: secret.repeat(5),
            name: secret.repeat(30),
          };
          const { error } = readRequest('kazasu', topic(name), bytes(requestOf(name, data)));
          assert.not.ok(error?.message.includes(secret));
        }
      },
    ),
  );
});

test('any bytes on any topic are read or refused, never thrown at', () => {
  const names = fc.constantFrom('challenge', 'eligibility', 'cancel', 'mode', 'x', '__proto__');
  const mutated = fc
    .tuple(
      fc.constantFrom('challenge', 'eligibility', 'cancel'),
      fc.jsonValue(),
      fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 }),
    )
    .map(([name, data, changes]) => {
      const message = bytes(requestOf(name, { session, result: 'valid', ...(data as object) }));
      for (const [at, byte] of changes) message[at % message.length] = byte;
      return message;
    });
  const payloads = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc.json().map((text) => Buffer.from(text)),
    mutated,
  );
  fc.assert(
    fc.property(
      fc.oneof(
        names.map((name) => topic(name)),
        fc.string(),
      ),
      payloads,
      (to, payload) => {
        const read = readRequest('kazasu', to, payload);
        assert.ok(isReplyTopic('kazasu', read.replyTopic));
        assert.ok((read.request === undefined) !== (read.error === undefined));
        if (read.request) assert.is(parseRequestTopic('kazasu', to)?.name, read.request.name);
      },
    ),
    { numRuns: 5000 },
  );
});

test('[R30] without a topic the type alone says what is asked', () => {
  const typed = (type: unknown) => readRequest('kazasu', undefined, bytes({ ...good, type }));
  assert.is(typed(good.type).request?.name, 'cancel');
  assert.is(typed('kazasu.v2.request.cancel').error?.code, 'PROTOCOL_VERSION_UNKNOWN');
  assert.is(typed('kazasu.v1.request.reboot').error?.code, 'REQUEST_UNKNOWN');
  for (const type of [
    'kazasu.v1.state',
    'kazasu.v1.event.verdict',
    'kazasu.v1.request.',
    'kazasu.v1.request.toString',
    5,
    undefined,
  ]) {
    const { request, error, inreplyto } = typed(type);
    assert.equal([request, error?.code, inreplyto], [undefined, 'MESSAGE_INVALID', good.id]);
  }
});

test.run();
