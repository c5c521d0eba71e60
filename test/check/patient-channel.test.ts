import { request } from 'node:http';
import { connect } from 'node:net';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { openPatientChannel, type PinAnswer } from '../../firmware/check/patient-channel.ts';
import { patientSeal } from '../../firmware/check/patient-seal.ts';
import { Preview } from '../../firmware/check/preview.ts';
import { preview, sealedPin, sendPin } from '../../ui-lite/patient-channel.ts';

const origin = 'http://127.0.0.1:18800';
const token = 'ab'.repeat(32);

interface Place {
  /** As the page knows it. */
  channel: { url: string; token: string; key: string };
  url: string;
  port: number;
  preview: Preview;
  /** What the card would answer; undefined: no PIN is asked now. */
  answer: PinAnswer | undefined | Error;
  /** The digits of each PIN that arrived, read while they were there. */
  heard: string[];
  /** The buffers they came in. */
  kept: Buffer[];
  close: () => Promise<void>;
}

const test = suite<Place>('the patient channel');

test.before.each(async (place) => {
  Object.assign(place, { answer: { accepted: true }, heard: [], kept: [], preview: new Preview() });
  const channel = await openPatientChannel({
    port: 0,
    origins: [origin, 'http://localhost:18800'],
    token,
    onPin: async (pin) => {
      place.heard.push(pin.toString('latin1'));
      place.kept.push(pin);
      if (place.answer instanceof Error) throw place.answer;
      return place.answer;
    },
    preview: place.preview,
  });
  place.port = channel.address.port;
  place.channel = { url: `http://127.0.0.1:${place.port}`, token, key: channel.address.key };
  place.url = `${place.channel.url}/pin`;
  place.close = channel.close;
});
test.after.each((place) => place.close());

const bearer = { Authorization: `Bearer ${token}` };
const post = (url: string, body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = bearer) =>
  fetch(url, { method: 'POST', body, headers });
const bytes = (text: string) => new TextEncoder().encode(text);
/** As the page sends it. */
const send = ({ channel }: Place, pin: string) => sendPin(channel, bytes(pin));

test('[R41] four digits with the token reach the card, and its answer the page', async (place) => {
  const sealed = await sealedPin(place.channel, bytes('1234'));
  assert.not(Buffer.from(sealed).includes('1234'), 'on its way nobody reads it');
  const accepted = await post(place.url, sealed, { ...bearer, Origin: origin });
  assert.is(accepted.status, 200);
  assert.equal(await accepted.json(), { accepted: true });
  assert.is(accepted.headers.get('access-control-allow-origin'), origin);
  assert.is(accepted.headers.get('cache-control'), 'no-store');
  place.answer = { accepted: false, triesLeft: 2 };
  assert.equal(await (await send(place, '0000')).json(), { accepted: false, triesLeft: 2 });
  assert.equal(place.heard, ['1234', '0000']);
});

test('[R42] the digits are gone once the answer is out, refused or failed too', async (place) => {
  await send(place, '1234');
  place.answer = new Error('the card is gone');
  await send(place, '5678').catch(() => undefined);
  assert.equal(place.heard, ['1234', '5678']);
  for (const pin of place.kept) assert.is(pin.length, 0, 'the buffer is given back');
});

test('[R41] a PIN that comes byte by byte is one PIN', async (place) => {
  const sealed = await sealedPin(place.channel, bytes('9041'));
  const status = await new Promise<number>((resolve, reject) => {
    const sending = request(place.url, { method: 'POST', headers: bearer }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    sending.on('error', reject);
    for (const byte of sealed) sending.write(Buffer.of(byte));
    sending.end();
  });
  assert.is(status, 200);
  assert.equal(place.heard, ['9041']);
});

for (const [what, body] of [
  ['three digits', '123'],
  ['five digits', '12345'],
  ['letters', '12a4'],
  ['full-width digits', '１２３４'],
  ['nothing', ''],
  ['a megabyte', '1'.repeat(1_000_000)],
] as const) {
  test(`[R41] ${what}: refused, and no try of the card is spent`, async (place) => {
    const answer = await send(place, body);
    assert.is(answer.status, 400);
    assert.equal(await answer.json(), { code: 'PIN_MALFORMED' });
    assert.equal(place.heard, []);
  });
}

test('[R41] a PIN that is not sealed, or sealed for another check, is refused', async (place) => {
  const sealed = await sealedPin(place.channel, bytes('1234'));
  const touched = sealed.with(patientSeal.keyBytes, (sealed[patientSeal.keyBytes] as number) ^ 1);
  const noPoint = sealed.with(0, 9);
  const other = await sealedPin({ ...place.channel, token: 'cd'.repeat(32) }, bytes('1234'));
  for (const body of ['1234', touched, noPoint, other]) assert.is((await post(place.url, body)).status, 400);
  assert.equal(place.heard, []);
});

for (const [what, headers] of [
  ['no token', {}],
  ['a wrong token', { Authorization: `Bearer ${'cd'.repeat(32)}` }],
  ['a shorter token', { Authorization: `Bearer ${token.slice(2)}` }],
  ['the token of another scheme', { Authorization: token }],
  ['another page', { ...bearer, Origin: 'http://127.0.0.1:18801' }],
  ['a page of no origin', { ...bearer, Origin: 'null' }],
] as const) {
  test(`[R42] ${what}: refused before the digits are read`, async (place) => {
    const answer = await post(place.url, '1234', headers);
    assert.is(answer.status, 403);
    assert.equal(place.heard, []);
  });
}

test('[R41] a PIN that nobody asked for is refused', async (place) => {
  place.answer = undefined;
  const answer = await send(place, '1234');
  assert.is(answer.status, 409);
  assert.equal(await answer.json(), { code: 'PIN_NOT_ASKED' });
});

test('[R42] nothing else is served there', async ({ url, port }) => {
  assert.is((await fetch(url, { headers: bearer })).status, 404);
  assert.is((await post(`http://127.0.0.1:${port}/`, '1234')).status, 404);
  const preflight = await fetch(url, { method: 'OPTIONS', headers: { Origin: 'http://elsewhere.example' } });
  assert.is(preflight.headers.get('access-control-allow-origin'), null, 'another page may not read the answer');
});

test('[R42] the end of the check cuts off who still types', async (place) => {
  const typing = connect(place.port, '127.0.0.1');
  const cut = new Promise((resolve) => typing.on('close', resolve));
  typing.on('error', () => undefined);
  typing.write(
    `POST /pin HTTP/1.1\r\nHost: x\r\nAuthorization: ${bearer.Authorization}\r\nContent-Length: 85\r\n\r\n12`,
  );
  await new Promise((resolve) => setTimeout(resolve, 50));
  await place.close();
  await cut;
  assert.equal(place.heard, []);
  await post(place.url, '1234').then(
    () => assert.unreachable('nobody listens any more'),
    () => undefined,
  );
});

/** Pictures that the test hands out one by one, as a camera takes them. */
async function* camera(pictures: readonly Buffer[]) {
  for (const jpeg of pictures) {
    yield { jpeg, at: 0 };
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test('[R18] [R42] the page sees what the face camera sees, sealed on its way; the check gets it all the same', async (place) => {
  const pictures = Array.from({ length: 4 }, (_, n) => Buffer.alloc(100_000, `picture ${n} `));
  const leave = new AbortController();
  const looking = preview(place.channel, leave.signal);
  const raw = await post(
    `${place.channel.url}/preview`,
    (await sealedPin(place.channel, bytes(''))).slice(0, patientSeal.keyBytes),
  );
  const first = looking.next();
  await new Promise((resolve) => setTimeout(resolve, 200)); // both look before the camera goes on
  const passed: Buffer[] = [];
  for await (const { jpeg } of place.preview.of(camera(pictures))) passed.push(jpeg);
  assert.equal(passed, pictures);
  assert.equal(Buffer.from((await first).value ?? []), pictures[0]);
  for (const picture of pictures.slice(1)) assert.equal(Buffer.from((await looking.next()).value ?? []), picture);
  const rawBody = raw.body?.getReader();
  const sealed = await rawBody?.read();
  assert.ok((sealed?.value?.length ?? 0) > 1000);
  assert.not(Buffer.from(sealed?.value ?? []).includes('picture'));
  await rawBody?.cancel();
  leave.abort();
  await looking.next().then(
    () => assert.unreachable('it has left'),
    () => undefined,
  );
});

test('[R18] a page that does not look on holds up neither the camera nor another page', async (place) => {
  const stopped = await post(
    `${place.channel.url}/preview`,
    (await sealedPin(place.channel, bytes(''))).slice(0, patientSeal.keyBytes),
  );
  assert.is(stopped.status, 200); // its body is never read
  const big = Array.from({ length: 60 }, () => Buffer.alloc(1_000_000, 'picture '));
  let passed = 0;
  for await (const _ of place.preview.of(camera(big))) passed += 1;
  assert.is(passed, big.length);
  await stopped.body?.cancel();
});

test('[R42] without a key of the page there is no picture', async (place) => {
  assert.is((await post(`${place.channel.url}/preview`, 'x'.repeat(patientSeal.keyBytes))).status, 400);
  assert.is((await post(`${place.channel.url}/preview`, '')).status, 400);
});

test.run();
