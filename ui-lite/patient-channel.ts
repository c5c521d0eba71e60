import { nonceOf, patientSeal, type SealLabel } from '../firmware/check/patient-seal.ts';
import type { PanelView } from '../firmware/panel/view.ts';

type Channel = NonNullable<PanelView['channel']>;
type Bytes = Uint8Array<ArrayBuffer>;

/** Sends the PIN (four ASCII digits) straight to the check process, sealed. */
export async function sendPin(channel: Channel, digits: Bytes): Promise<Response> {
  return post(channel, '/pin', await sealedPin(channel, digits));
}

/** The PIN as it goes over the channel. */
export async function sealedPin(channel: Channel, digits: Bytes): Promise<Bytes> {
  const { own, key } = await keysFor(channel, 'pin');
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonceOf(0) }, key, digits);
  return joined([own, new Uint8Array(sealed)]);
}

/** What the face camera sees, one JPEG after another, until the check ends; rejects when `signal` aborts. */
export async function* preview(channel: Channel, signal: AbortSignal): AsyncGenerator<Bytes> {
  const { own, key } = await keysFor(channel, 'preview');
  const { body } = await post(channel, '/preview', own, signal);
  if (!body) return;
  let n = 0;
  for await (const sealed of lengthPrefixed(body.getReader())) {
    const iv = nonceOf(n++);
    yield new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, sealed));
  }
}

function post({ url, token }: Channel, path: string, body: Bytes, signal?: AbortSignal): Promise<Response> {
  const headers = { Authorization: `Bearer ${token}` };
  return fetch(url + path, { method: 'POST', headers, body, ...(signal ? { signal } : {}) });
}

/** The page's end of `patientSeal`: its public key for this request, and the key that both ends derive. */
async function keysFor({ key, token }: Channel, label: SealLabel): Promise<{ own: Bytes; key: CryptoKey }> {
  const curve = { name: 'ECDH', namedCurve: 'P-256' };
  const { subtle } = crypto;
  const raw = Uint8Array.from(atob(key), (character) => character.charCodeAt(0));
  const theirs = await subtle.importKey('raw', raw, curve, false, []);
  const pair = await subtle.generateKey(curve, false, ['deriveBits']);
  const secret = await subtle.deriveBits({ name: 'ECDH', public: theirs }, pair.privateKey, 256);
  const [salt, info] = [token, patientSeal.labels[label]].map((text) => new TextEncoder().encode(text)) as [
    Bytes,
    Bytes,
  ];
  const hkdf = await subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey']);
  const aes = { name: 'AES-GCM', length: 256 };
  const how = { name: 'HKDF', hash: 'SHA-256', salt, info };
  return {
    own: new Uint8Array(await subtle.exportKey('raw', pair.publicKey)),
    key: await subtle.deriveKey(how, hkdf, aes, false, ['encrypt', 'decrypt']),
  };
}

/** The pieces of a stream in which each stands behind its length, 4 bytes big-endian. */
async function* lengthPrefixed(reader: ReadableStreamDefaultReader<Bytes>): AsyncGenerator<Bytes> {
  let held: Bytes = new Uint8Array();
  const end = () => (held.length < 4 ? Number.POSITIVE_INFINITY : 4 + new DataView(held.buffer).getUint32(0));
  for (;;) {
    for (; end() <= held.length; held = held.slice(end())) yield held.slice(4, end());
    const { value, done } = await reader.read();
    if (done) return;
    held = joined([held, value]);
  }
}

function joined(pieces: readonly Bytes[]): Bytes {
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
