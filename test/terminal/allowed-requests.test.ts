import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { FlowName } from '../../firmware/flow/state.ts';
import { allowedRequests, refusalOf, visitOf } from '../../firmware/terminal/allowed-requests.ts';
import { incoming, type TerminalRequest } from '../../firmware/terminal/messages.ts';

const test = suite('requests by state');
const from = { id: 'a', source: '/t', time: 0 };
const requests: TerminalRequest[] = [
  { ...from, name: 'challenge', data: { session: 'now', challenge: 'A'.repeat(24) } },
  { ...from, name: 'eligibility', data: { session: 'now', result: 'valid' } },
  { ...from, name: 'cancel', data: { session: 'now' } },
  { ...from, name: 'mode', data: { mode: 'visual' } },
  { ...from, name: 'visual-confirmed', data: { session: 'now' } },
  { ...from, name: 'registration-answer', data: { session: 'now', registered: true } },
  { ...from, name: 'message', data: {} },
  { ...from, name: 'statistics', data: {} },
  { ...from, name: 'log-export', data: {} },
  { ...from, name: 'records-export', data: {} },
  { ...from, name: 'restart', data: {} },
  { ...from, name: 'update', data: { address: 'https://vendor.example/a.raucb' } },
  { ...from, name: 'reader-information', data: {} },
  { ...from, name: 'acknowledge', data: { messages: ['m'] } },
  { ...from, name: 'pairing', data: { name: 'a', request: '', commitment: '' } },
  { ...from, name: 'pairing-result', data: { pairing: 'a', nonce: '' } },
  { ...from, name: 'sign-on', data: {} },
];
const states = Object.keys(allowedRequests) as FlowName[];

/** Written down once more, by hand: challenge until it is signed, eligibility after the verdict, what is about the reader always, nothing else once it is over. */
const expected = new Set([
  ...['reading', 'choosing', 'face', 'pin', 'visual', 'signing'].flatMap((at) => [`challenge ${at}`, `cancel ${at}`]),
  ...'mode message statistics log-export records-export reader-information acknowledge pairing pairing-result sign-on'
    .split(' ')
    .flatMap((name) => Object.keys(allowedRequests).map((at) => `${name} ${at}`)),
  ...['choosing', 'face', 'pin', 'visual'].map((at) => `visual-confirmed ${at}`),
  'registration-answer result',
  'restart idle',
  'update idle',
  ...['consent', 'registration', 'result'].flatMap((at) => [`eligibility ${at}`, `cancel ${at}`]),
]);

for (const at of states) {
  test(`in ${at} exactly the requests of the table are taken`, () => {
    for (const request of requests) {
      const refusal = refusalOf(request, { at, session: 'now' });
      assert.is(refusal === undefined, expected.has(`${request.name} ${at}`), request.name);
      if (refusal) assert.is(refusal.code, 'REQUEST_NOT_ALLOWED_NOW');
    }
  });
}

test('every request of the protocol is judged here, and those that name a visit are known', () => {
  assert.equal(requests.map(({ name }) => name).sort(), Object.keys(incoming).sort());
  for (const request of requests) assert.is(visitOf(request), Reflect.get(request.data, 'session'), request.name);
});

test('a request for another visit is refused in every state', () => {
  for (const at of states)
    for (const request of requests.filter((one) => visitOf(one) !== undefined))
      for (const now of [{ at, session: 'next' }, { at }])
        assert.ok(refusalOf(request, now), `${request.name} in ${at}`);
});

test.run();
